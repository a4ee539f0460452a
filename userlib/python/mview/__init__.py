# SPDX-License-Identifier: LGPL-2.1-or-later
from ._mview import View, open, from_fd, import_dmabuf, RevokedError, Sync, __version__
