# SPDX-License-Identifier: LGPL-2.1-or-later
"""View beside memoryview: the same statements on both, and the same results, exceptions and messages."""
import array
import ctypes
import unittest

import mview

try:
    import numpy as np
except ModuleNotFoundError:
    np = None


class Structure(ctypes.Structure):
    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_short)]


def names(kind):
    """The objects that the statements use."""
    b = bytearray(range(12))
    m = kind(b)
    released = kind(b)
    released.release()
    return {
        "View": kind, "array": array, "ctypes": ctypes, "np": np, "b": b, "m": m, "z": kind(bytearray(1)).cast("B", ()),
        "m2": m.cast("B", (3, 4)), "r": kind(bytes(b)), "u": kind(array.array("u", "abc")), "i": m.cast("i"),
        "f": m.cast("f"), "c": m.cast("c"), "q": m.cast("?"), "P": kind(bytearray(8)).cast("P"), "s": kind((Structure * 3)()),
        "released": released, "D": kind(array.array("d", [1.5, -2.5, 0.0])),
    }


def describe(value):
    if isinstance(value, (memoryview, mview.View)):
        return ("view", value.format, value.shape, value.strides, value.suboffsets, value.nbytes, value.readonly, value.itemsize,
                value.c_contiguous, value.f_contiguous, value.contiguous, value.tobytes(), value.tobytes("F"), value.tobytes("A"))
    return value


def outcome(code, kind):
    given = names(kind)
    try:
        return describe(eval(code.replace("~", " "), given)), given["b"]
    except Exception as error:
        return type(error), str(error).replace("mview.View", "memoryview").replace("View()", "memoryview()").replace("'View'", "'memoryview'"), given["b"]


# Separated by spaces; those in them are written as ~.
STATEMENTS = {
    "index": "m[3] m[-1] m[12] m[-13] m[10**30] m[None] m['a'] m[1.0] m[0,0] m[0,1:2] m[1:2,1:2] m[1:2,0] m[(0,)] m[0,...,0] i[2] f[1] "
             "c[4] q[0] q[1] P[0] D[1] m2[1,2] m2[-1,-1] m2[0,0,0] m2[0,9] m2[9,0] m2[0,'a'] m2[10**30,0] m2['a'] z[()] z[0] z[0:1] z[0,0] "
             "z['a'] z[...].tolist() released[0] released[0:1]",
    "slice": "m[::2] m[::-1] m[10:2:-3] m[5:2] m[-100:100] m[::0] m['a':] m[10**30:] m[-10**30:10**30:10**30] m[::-10**30] m2[::-1] "
             "m2[1:2][0:0] m2[::2] u[1:] s[1:] D[::-2] i[1:1] View(b'')[::2] View(b'')[3:]",
    "set_an_element": "m.__setitem__(0,7) r.__setitem__(0,1) m.__setitem__(0,256) m.__setitem__(0,-1) m.__setitem__(0,'a') m.__setitem__(0,1.5) "
                      "m.__setitem__(0,b'a') c.__setitem__(0,b'a') c.__setitem__(0,b'ab') c.__setitem__(0,b'') c.__setitem__(0,1) "
                      "c.__setitem__(0,bytearray(b'a')) i.__setitem__(0,1<<40) i.__setitem__(0,1<<90) i.__setitem__(-3,-5) f.__setitem__(0,'a') "
                      "f.__setitem__(0,1e300) f.__setitem__(0,3) f.__setitem__(0,10**400) q.__setitem__(0,'a') q.__setitem__(0,[]) P.__setitem__(0,-1) "
                      "P.__setitem__(0,1<<70) P.__setitem__(0,'1') m.__setitem__(0,10**400) m.__setitem__(99,0) m2.__setitem__((0,0),300) "
                      "m2.__setitem__((2,3),3) m2.__setitem__('a',b'a') z.__setitem__((),1) z.__setitem__(...,1) z.__setitem__(0,1) "
                      "z.__setitem__(slice(0,1),1) u.__setitem__(0,1) released.__setitem__(0,1) m.__delitem__(0) r.__delitem__(0) m2.__delitem__((0,0))",
    "set_a_slice": "m.__setitem__(slice(0,2),b'ab') m.__setitem__(slice(0,2),b'a') m.__setitem__(slice(0,2),3) r.__setitem__(slice(0,1),b'1') "
                   "m.__setitem__(slice(0,2),array.array('b',[1,2])) m.__setitem__(slice(0,4),i[0:1]) m.__setitem__(slice(3,9),m[1:7]) "
                   "m.__setitem__(slice(None,None,-1),m) m.__setitem__(slice(0,12,3),b'abcd') m.__setitem__((slice(0,1),slice(0,1)),b'a') "
                   "i.__setitem__(slice(0,2),array.array('i',[1,2])) i.__setitem__(slice(0,2),array.array('l',[1,2])) "
                   "i.__setitem__(slice(0,2),array.array('I',[1,2])) c.__setitem__(slice(0,2),b'ab') m.__setitem__(slice(5,2),b'')",
    "cast": "m.cast('@i') m.cast('@i')[1:] m.cast('zz') m.cast('x') m.cast('e') m.cast('') m.cast('@') m.cast('\xe9') m.cast(1) m.cast('i',5) "
            "m.cast('i',[1.0]) m.cast('i',[-1]) m.cast('i',[0]) m.cast('i',[4]) m.cast('i',[1]*65) m.cast('B',[1]*63+[12]) m.cast('B',[10**30]) "
            "m.cast('B',[2**62,4]) i.cast('h') i.cast('f') i.cast('B') m[::2].cast('i') m[:10].cast('i') m2.cast('i',[3]) m2.cast('B',[2,2]) m2.cast('B') "
            "m2.cast('B',[4,3]) m.cast('B',(2,6)) m.cast() m.cast('i','i') m.cast('i',None) View(b'').cast('i') View(b'').cast('B',(0,3)) z.cast('B',[1]) "
            "z.cast('b') z.cast('B',()) released.cast('B') u.cast('B') s.cast('B') s.cast('i') m.cast(format='h',shape=(2,3))",
    "bytes": "m.tobytes('X') m.tobytes(None) m.tobytes(1) m.tobytes('CC') m.tobytes('') m2.tobytes(order='F') m2.tobytes('F') m2[::-1].tobytes('A') "
             "bytes(m2) bytes(released) released.tobytes() str(m,'latin-1') bytearray(m2) b''.join([m,m])",
    "hex": "m.hex(':') m.hex(':',3) m.hex('::') m.hex('\xe9') m.hex('') m.hex(1) m.hex(['a']) m.hex(b'\\xff') m.hex('\\0',2) m.hex(b':',-3) m.hex(':',0) "
           "m.hex(':',100) m.hex(':',2**31-1) m.hex(':',-2**31) m.hex(':',2**31) m.hex(sep=':',bytes_per_sep=2) m2[::-1].hex(':',2) View(b'').hex(':') "
           "released.hex() m2.hex() m.hex(':','a')",
    "lists": "m.tolist() m2.tolist() z.tolist() u.tolist() i.tolist() D.tolist() c.tolist() q[1:].tolist() list(m) list(i[::-1]) list(z) list(reversed(m)) "
             "3~in~m 'a'~in~m len(m) len(m2) len(z) len(released) released.tolist() m.index(3) View(b'').tolist() D[::-1].tolist()",
    "comparison": "m==b m==1 m!=m m!=1 m==m[:] m==m2 m2==m2[::-1][::-1] m2==m2[::-1] released==released released==b m==released u==u "
                  "View(b'abc')==View(b'abc').cast('c') View(b'abc')==View(b'abc').cast('b') View(array.array('d',[1,2,3]))==array.array('i',[1,2,3]) "
                  "View(array.array('d',[float('nan')]))==array.array('d',[float('nan')]) View(array.array('f',[0.0]))==array.array('f',[-0.0]) "
                  "b==m bytes(b)==m memoryview(b)==m View(b'')==View(b'').cast('i') m<m m>=b D==D[:2] f==i q==m[:12]",
    "hash": "hash(m) hash(View(bytes(8)).cast('i')) hash(released) hash(View(array.array('i',[1])).toreadonly()) hash(View(bytearray(3)).toreadonly()) "
            "hash(View(b'abcdef')[::-2])==hash(b'abcdef'[::-2]) hash(View(b'ab').cast('c'))==hash(b'ab') hash(r)==hash(bytes(12))",
    "construction": "View(m) View(m2) View(s) View(released) View(1) View('a') View() View(b'',1) View(object=b'') View(obj=b'') View(memoryview(b)) "
                    "View(array.array('d')) View((ctypes.c_int*3)()) View(ctypes.c_int(3)) View((ctypes.c_bool*3)()).format View((ctypes.c_int*0)()) "
                    "View(((ctypes.c_int*2)*3)()) View((ctypes.c_wchar*3)()) View(ctypes.c_double(1.5)).tobytes() View(View(b)[2:])",
    "attributes": "m.shape m2.strides z.shape z.strides m.obj~is~b m[1:].obj~is~b View(memoryview(b)).obj~is~b "
                  "View(memoryview(memoryview(b))[2:]).obj~is~b m.foo s.format m.suboffsets u.itemsize released.obj "
                  "released.nbytes released.c_contiguous released.suboffsets released.shape released.format released.toreadonly() m.readonly r.readonly "
                  "m.toreadonly() r.toreadonly() setattr(m,'format','i') setattr(m,'x',1) m.__exit__(1,2,3) m.release() repr(m)[:11] repr(released)[:20] "
                  "m.__reduce__()",
    "numpy": "View(np.arange(6,dtype='>i4'))==np.arange(6,dtype='<i2') View(np.arange(6).reshape(2,3))==np.arange(6).reshape(2,3) "
             "View(np.arange(6).reshape(2,3))==np.arange(6) View(np.zeros((0,3)))==np.zeros((0,4)) View(np.zeros((0,3))) View(np.zeros((3,0))) "
             "View(np.zeros((3,0)))[::2] View(np.zeros((0,3)))[::2].tolist() View(np.arange(24).reshape(2,3,4).T) View(np.array(5.0)) "
             "View(np.arange(24).reshape(2,3,4).transpose(1,0,2)[::-1]) View(np.arange(24).reshape(2,3,4)[:,::2,1]) View(np.array(5.0)).tolist() "
             "View(np.arange(24).reshape(2,3,4,order='F')).tolist() View(np.broadcast_to(np.arange(3),(2,3))) View(np.zeros(3,dtype='S0')) "
             "View(np.zeros(3,dtype='S5')) View(np.zeros(3,dtype='V0')) View(np.zeros(3,dtype='V3')) View(np.zeros(3,dtype='g')) "
             "View(np.zeros(3,dtype='G')) View(np.zeros(3,dtype='U2')) View(np.zeros(3,dtype='e'))==np.zeros(3,dtype='d')",
}


class Same(unittest.TestCase):
    maxDiff = None

    def check(self, statements):
        for statement in statements.split(" "):
            if not statement:
                continue
            with self.subTest(statement):
                self.assertEqual(outcome(statement, mview.View), outcome(statement, memoryview))


def add(name, statements):
    def test(self):
        if name == "numpy" and not np:
            self.skipTest("NumPy is not installed: apt install python3-numpy")
        self.check(statements)
    setattr(Same, f"test_{name}", test)


for _name, _statements in STATEMENTS.items():
    add(_name, _statements)
