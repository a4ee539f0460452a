#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""links.py DIR

Follows all links of the pages in DIR that lead into it, to files and to places in them, and says which lead nowhere. Prints those to
other sites.
"""
import html.parser
import os
import sys
import urllib.parse


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.links = set()
        self.places = set()
        with open(path) as file:
            self.feed(file.read())

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src", "data") and value:
                self.links.add(value)
            elif name in ("id", "name") and value:
                self.places.add(value)


def main(top):
    top = os.path.realpath(top)
    pages = {}
    for directory, _, files in os.walk(top):
        for name in files:
            if name.endswith(".html"):
                path = os.path.join(directory, name)
                pages[path] = Page(path)
    broken, others, count = [], set(), 0
    for path, page in pages.items():
        for link in page.links:
            url = urllib.parse.urlsplit(link)
            if url.scheme or url.netloc:
                others.add(link)
                continue
            count += 1
            target = os.path.normpath(os.path.join(os.path.dirname(path), urllib.parse.unquote(url.path))) if url.path else path
            place = urllib.parse.unquote(url.fragment)
            if not target.startswith(top) or not os.path.exists(target) or (place and target in pages and place not in pages[target].places):
                broken.append("%s: %s leads nowhere" % (os.path.relpath(path, top), link))
    print("\n".join(sorted(others)))
    print("\n".join(sorted(broken)) or "docs: %d links in %d pages lead somewhere" % (count, len(pages)), file=sys.stderr)
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
