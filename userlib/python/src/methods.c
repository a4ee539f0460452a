// SPDX-License-Identifier: LGPL-2.1-or-later
/* The table of a View's methods, with their documentation. */
#include "view.h"

static PyObject *view_enter(struct view *self, PyObject *unused)
{
	(void)unused;
	return view_check(self) ? NULL : Py_NewRef(self);
}

static PyObject *view_exit(struct view *self, PyObject *args)
{
	(void)args;
	return view_release(self, NULL);
}

static const char doc_release[] =
	"release($self, /)\n--\n\n"
	"Give the memory back now, so that its owner may resize or remove it.\n\n"
	"Any other use of the View raises ValueError from then on. May be called\n"
	"again. Views that were derived from this one are not touched.\n\n"
	"Raises BufferError while something uses the View's memory.";

static const char doc_tobytes[] =
	"tobytes($self, /, order='C')\n--\n\n"
	"All elements as nbytes bytes.\n\n"
	"order is 'C' for the last axis fastest, 'F' for the first, or 'A' for 'F'\n"
	"if the View is Fortran- and not C-contiguous, else 'C'. None is 'C'.\n\n"
	"Raises ValueError for another order, RevokedError.";

static const char doc_bytes[] =
	"__bytes__($self, /)\n--\n\nThe same as tobytes().";

static const char doc_hex[] =
	"hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\n"
	"Two hexadecimal digits for each byte of all elements, in C order.\n\n"
	"sep is a character or byte that stands between groups of bytes_per_sep\n"
	"bytes, which are counted from the right, or if negative from the left.\n\n"
	">>> View(b'\\xb9\\x01\\xef').hex(':', 2)\n"
	"'b9:01ef'\n\n"
	"Raises ValueError for a separator that is not one ASCII character.";

static const char doc_tolist[] =
	"tolist($self, /)\n--\n\n"
	"All elements: a list for each axis, inside the one before it. Without\n"
	"axes, the element itself. A sub-array without bytes is an empty list.\n\n"
	"A kernel buffer is copied before its elements are converted.\n\n"
	"Raises NotImplementedError for formats that neither struct nor PEP 3118\n"
	"has, RevokedError.";

static const char doc_cast[] =
	"cast($self, /, format, shape=<unrepresentable>, *, free=False)\n--\n\n"
	"A view of the same bytes with another format, shape or both.\n\n"
	"format is one native code of the struct module; it or the View's own is\n"
	"'B', 'b' or 'c'. shape is a list or tuple of elements along each axis;\n"
	"one axis if it is left out. Either the View or the result has one\n"
	"dimension, and the View is C-contiguous.\n\n"
	"With free any format goes, records too, and any shape, which may be one\n"
	"number: only the View is C-contiguous, and all bytes are used.\n\n"
	">>> View(bytearray(16)).cast('T{<H:len:6x}', free=True).field('len').shape\n"
	"(2,)\n\n"
	"Raises TypeError or ValueError otherwise.";

static const char doc_field[] =
	"field($self, name, /)\n--\n\n"
	"One field of every record, as NumPy's array[name]; also view[name].\n\n"
	"name is that in the format; of a record inside, the names with a dot\n"
	"between, as in 'pos.x'. Where the format has none, it is f0, f1, ...\n"
	"Behind the axes of the View come those of the sub-arrays on the way to the\n"
	"field. view[i, name] is the same as view.field(name)[i], and can be\n"
	"assigned to: that is how to write one register of a device.\n\n"
	"Raises KeyError for no such field.";

static const char doc_toreadonly[] =
	"toreadonly($self, /)\n--\n\n"
	"A view of the same elements that can't be written to.";

static const char doc_transpose[] =
	"transpose($self, /, *axes)\n--\n\n"
	"A view of the same elements with the axes in another order.\n\n"
	"axes are the View's axes as they are to follow, separately or as one\n"
	"tuple; negative ones count from the end. None are all in reverse.\n\n"
	"Raises ValueError unless each axis is named once, NotImplementedError\n"
	"with suboffsets.";

static const char doc_wait[] =
	"wait($self, /, timeout=None)\n--\n\n"
	"Wait until the driver announces new data.\n\n"
	"timeout is in seconds; 0 only looks, None waits for ever. Data is new if\n"
	"it was announced after the View, or the one that it derives from, was\n"
	"opened or last waited for.\n\n"
	"Returns the number of announcements so far, or None if the time is over.\n"
	"Raises NotImplementedError for ordinary memory, RevokedError.";

static const char doc_fileno[] =
	"fileno($self, /)\n--\n\n"
	"A file descriptor of the View, for select() and to pass on.\n\n"
	"It shows the View's elements and nothing else: read, written or polled.\n"
	"That of a View that derives from another is confined: it can be mapped\n"
	"only if no other elements are on its pages; else see expose(). It belongs\n"
	"to the View; os.dup() it to keep it longer.\n\n"
	"Raises NotImplementedError for ordinary memory, RevokedError, OSError.";

static const char doc_confine[] =
	"confine($self, /)\n--\n\n"
	"A View of the same elements whose descriptor, and all that derives from it,\n"
	"shows nothing else, also if it is mapped.\n\n"
	"Memory that shares its pages with other elements can't be mapped through\n"
	"it, only read and written.\n\n"
	"Raises NotImplementedError for ordinary memory, RevokedError, OSError.";

static const char doc_expose[] =
	"expose($self, /)\n--\n\n"
	"A View of the same elements whose descriptor can be mapped by whoever gets\n"
	"it, who then sees ALL THAT IS ON THE PAGES of the elements.\n\n"
	"If the View was opened or received confined, so is this.\n\n"
	"Raises NotImplementedError for ordinary memory, RevokedError, OSError.";

static const char doc_export_dmabuf[] =
	"export_dmabuf($self, /)\n--\n\n"
	"The pages of the View's elements as a dma-buf, for other devices.\n\n"
	"Returns its file descriptor, which is the caller's, and the bytes from its\n"
	"start to the first element. It holds the buffer, whether the View does or\n"
	"not.\n\n"
	"Raises NotImplementedError for memory that can't be shared so,\n"
	"PermissionError if the View is read-only, RevokedError, OSError.";

static const char doc_guard[] =
	"guard($self, /)\n--\n\n"
	"A context manager around accesses through an exported buffer, e.g. a\n"
	"NumPy array's, for when the buffer may be revoked meanwhile.\n\n"
	"Outside, touching memory that was taken away kills the process. Inside, in\n"
	"the same thread, it shows zeros, what is written is lost, and the end of\n"
	"the block raises RevokedError. The View's own methods need no guard.\n\n"
	">>> with view.guard():\n"
	"...     total = array.sum()\n\n"
	"Raises RuntimeError if it is entered twice, or left by another thread.";

static const char doc_array[] =
	"__array__($self, /, dtype=None, copy=None)\n--\n\n"
	"A NumPy array of the same memory, or the exception that says why not.\n\n"
	"NumPy takes the buffer protocol where it can, and asks here if it fails.\n\n"
	"Raises BufferError for memory that can't be mapped, RevokedError.";

static const char doc_as_type[] =
	"as_type($self, type=None, /)\n--\n\n"
	"The elements as a C type of the kernel: its members by their names.\n\n"
	"type is '[MODULE:]TYPE' as in the running kernel's BTF, or a CType; without\n"
	"it, what the driver says that its elements are, or else what their format\n"
	"has. Returns Elements.\n\n"
	">>> completions = view.as_type('nvme:nvme_completion')\n"
	">>> completions[3].sq_head, completions[3, 'status']\n\n"
	"Raises OSError for no such type, ValueError if it does not divide the\n"
	"memory, ImportError without libmview-inspect.";

static const char doc_lens[] =
	"lens($self, name=None, /)\n--\n\n"
	"The elements as a lens shows them: bits, enums and flags by name.\n\n"
	"name is that of a lens among those that 'mview lens list' lists, or the path of\n"
	"a file with one, see mview-lens(5); without it, the lens for the buffer.\n"
	"Returns Elements.\n\n"
	">>> view.lens('nvme_completion')[3].status.phase\n\n"
	"Raises FileNotFoundError for no such lens, or one whose type or members there\n"
	"are not, ValueError for one that does not fit, with the file and line;\n"
	"ImportError without libmview-inspect.";

static const char doc_where[] =
	"where($self, expression, /)\n--\n\n"
	"The indices of the elements for which an expression is not 0, a list.\n\n"
	"expression is C's, on the fields of a record, 'flags & 0x8000', or on value\n"
	"if it is none, 'value > 100'. See Elements.where().\n\n"
	"Raises ValueError, ImportError without libmview-inspect.";

static const char doc_sync[] =
	"sync($self, /, read=True, write=None)\n--\n\n"
	"A context manager around accesses through an exported buffer, e.g. a\n"
	"NumPy array's.\n\n"
	"Inside, the device leaves the View's bytes alone and the CPU sees what it\n"
	"wrote before. dma-bufs need that. The View's own methods sync by\n"
	"themselves. write is whether the View can be written to, unless given.\n\n"
	">>> with view.sync() as v:\n"
	"...     total = numpy.asarray(v).sum()\n\n"
	"Raises ValueError for a bracket in a bracket, TypeError for writing to a\n"
	"read-only View.";

static const char doc_dlpack[] =
	"__dlpack__($self, /, *, stream=None, max_version=None, dl_device=None, copy=None)\n--\n\n"
	"The elements as a DLPack capsule, without a copy.\n\n"
	"Raises BufferError for what DLPack can't express: records, another byte\n"
	"order; read-only memory unless max_version is (1, 0) or later.";

static const char doc_dlpack_device[] =
	"__dlpack_device__($self, /)\n--\n\nThe CPU: (1, 0).";

#define METHOD(name, function, flags, doc) \
	{ name, (PyCFunction)(void (*)(void))function, flags, doc }
#define NAMED	(METH_VARARGS | METH_KEYWORDS)
#define FAST	(METH_FASTCALL | METH_KEYWORDS)

PyMethodDef view_methods[] = {
	METHOD("release", view_release, METH_NOARGS, doc_release),
	METHOD("tobytes", view_tobytes, FAST, doc_tobytes),
	METHOD("__bytes__", view_bytes, METH_NOARGS, doc_bytes),
	METHOD("hex", view_hex, FAST, doc_hex),
	METHOD("tolist", view_tolist, METH_NOARGS, doc_tolist),
	METHOD("cast", view_cast, FAST, doc_cast),
	METHOD("field", view_field, METH_O, doc_field),
	METHOD("toreadonly", view_toreadonly, METH_NOARGS, doc_toreadonly),
	METHOD("transpose", view_transpose, METH_VARARGS, doc_transpose),
	METHOD("wait", view_wait, NAMED, doc_wait),
	METHOD("fileno", view_fileno, METH_NOARGS, doc_fileno),
	METHOD("confine", view_confine, METH_NOARGS, doc_confine),
	METHOD("expose", view_expose, METH_NOARGS, doc_expose),
	METHOD("export_dmabuf", view_export_dmabuf, METH_NOARGS,
	       doc_export_dmabuf),
	METHOD("sync", view_sync, NAMED, doc_sync),
	METHOD("guard", view_guard, METH_NOARGS, doc_guard),
	METHOD("as_type", view_as_type, NAMED, doc_as_type),
	METHOD("lens", view_lens, NAMED, doc_lens),
	METHOD("where", view_where, NAMED, doc_where),
	METHOD("__array__", view_array, NAMED, doc_array),
	METHOD("__dlpack__", view_dlpack, NAMED, doc_dlpack),
	METHOD("__dlpack_device__", view_dlpack_device, METH_NOARGS, doc_dlpack_device),
	METHOD("__enter__", view_enter, METH_NOARGS, NULL),
	METHOD("__exit__", view_exit, METH_VARARGS, NULL),
	{ 0 },
};
