"""An .htaccess that answers requests for IRIs with a redirect to a file in the format that the client prefers.

The rules are for Apache's mod_rewrite, which can compare but not sort. Each format gets the weight that the Accept
header gives it (RFC 9110, 12.5.1: the most specific range counts), as digits that compare as text. Then the rules go
through the formats in our order, and a format with a greater weight replaces the one found before. Formats that the
header names go before formats that only a wildcard allows. Redirects are 303, because the IRIs identify resources that
are not documents.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

TYPES: Mapping[str, tuple[str, ...]] = {
    "html": ("text/html", "application/xhtml+xml"),
    "ttl": ("text/turtle", "application/x-turtle"),
    "jsonld": ("application/ld+json", "application/json"),
    "nt": ("application/n-triples",),
    "rdf": ("application/rdf+xml",),
}
"""The formats by extension in our order of preference, each with its media types, the registered one first."""

_SERVED = {
    **{extension: types[0] for extension, types in TYPES.items()},
    "nq": "application/n-quads",
    "trig": "application/trig",
    "csv": "text/csv",
    "svg": "image/svg+xml",
}
_EXTENSIONS = "|".join(TYPES)
_OTHER_FILES = r"(?:(?:latest|[0-9][^/]*)(?:/.*)?|[^/]+\.(?:html|json|png|svg|txt|xml)|\.well-known/.+)?"
_DOCUMENT = r"(?:concept|graph|id)/.+|(?:ont|shape)(?:/.+)?"
_FAMILIES = {"*/*": r"\*/\*", "text/*": r"text/\*", "application/*": r"application/\*"}
# The parameters between a media range and its weight, and the end of a range.
_PARAMETERS, _END = r"(?:\s*;(?!\s*q\s*=)[^,;]*)*", r"\s*(?:[,;]|$)"
_ALL, _NONE = "1000", "0000"

_HEADERS = """\
# CORS, so that a page of another site may read the data; and the header that caches need to distinguish responses.
<IfModule mod_headers.c>
    Header always set Access-Control-Allow-Origin "*"
    Header always set Access-Control-Expose-Headers "Location, Link"
    Header always set Vary "Accept"
</IfModule>
"""
_VOID = """\
<Files "void">
    ForceType text/turtle
</Files>
"""


def htaccess(
    site: str,
    documents: Iterable[str],
    missing: Mapping[str, Collection[str]] | None = None,
    *,
    void: bool = True,
) -> str:
    """Return the .htaccess for the IRIs' base, which may be another server or the folder itself.

    ``site`` is the address of the folder, with a slash at its end. ``documents`` are their paths below the base.
    ``missing`` maps an extension to the documents that have no file with it. ``void`` is True if there is a
    ``.well-known/void``.
    """
    known = sorted(documents)
    sections = [
        "# Written by seutu publish: changes here are lost when it is run again.\nOptions -MultiViews\n",
        _types() + (_VOID if void else ""),
        _HEADERS,
        "RewriteEngine On\n",
        *_file_rules(site, known),
        *_weights(missing or {}),
        *_selection_rules(),
        _redirect(site),
    ]
    return "\n".join(sections)


def _types() -> str:
    lines = [f"AddType {media} .{extension}" for extension, media in _SERVED.items()]
    return "AddDefaultCharset UTF-8\n" + "\n".join(lines) + "\n"


def _file_rules(site: str, documents: list[str]) -> Iterator[str]:
    yield (
        "# A file that stands here is sent as it is.\n"
        "RewriteCond %{REQUEST_FILENAME} -f\n"
        "RewriteRule ^ - [L]\n"
    )
    here, there = _address_pattern(site), _target(site)
    yield "# Files are redirected to; where they should be already, nothing else is tried.\n" + "".join(
        f"RewriteCond %{{HTTP_HOST}}%{{REQUEST_URI}} ^{here} [NC]\n{condition}"
        f"RewriteRule ^{pattern}$ - [L]\n"
        f"{condition}RewriteRule ^({pattern})$ {there.format('$1')} [R=303,L]\n"
        for pattern, condition in (*_file_patterns(documents), (_OTHER_FILES, ""))
    )


def _file_patterns(documents: list[str]) -> Iterator[tuple[str, str]]:
    """Yield patterns of document files, each with a condition that excludes the documents that match it too.

    In some folders resources are named after files: there a name with an extension is a document, unless the resource
    has no extension itself.
    """
    doubled = sorted({_folder(path) for path in documents if re.search(rf"\.(?:{_EXTENSIONS})$", path)})
    plain = [path for path in documents if _folder(path) in doubled and "." not in path]
    within = f"(?:{_any_of(doubled)})/" if doubled else ""
    patterns = [rf"(?!{within})" if doubled else "", "(?:concept|graph|id|ont|shape)(?:/.+)?"]
    stems = [_any_of(plain), rf"{within}.+\..+" if doubled else "", "".join(patterns)]
    for stem in filter(None, stems):
        pattern = rf"(?:{stem})\.(?:{_EXTENSIONS})"
        excluded = [path for path in documents if re.fullmatch(pattern, path)]
        yield pattern, f"RewriteCond %{{REQUEST_URI}} !/(?:{_any_of(excluded)})$\n" if excluded else ""


def _folder(path: str) -> str:
    """Return the folder of a document's kind."""
    steps = path.split("/")
    return "/".join(steps[:2]) if steps[0] == "id" else steps[0]


def _weights(missing: Mapping[str, Collection[str]]) -> Iterator[str]:
    yield (
        "# What each format weighs: 1000 for q=1, else 0 and the decimals of q. No header allows everything.\n"
        + (
            _weight_rule(r"^\s*$", list(TYPES), _ALL)
            + "".join(
                _media_range_rules(pattern, _formats_of_range(name)) for name, pattern in _FAMILIES.items()
            )
        )
    )
    yield "# A format that the header names has the weight given there.\n" + "".join(
        _media_range_rules(f"(?:{_any_of(types)})", [extension], named=True)
        for extension, types in TYPES.items()
    )
    for extension, paths in sorted(missing.items()):
        if paths:
            yield (
                f"# What cannot be written as {extension}.\n"
                f"RewriteRule ^(?:{_any_of(sorted(paths))})$ - [E=q_{extension}:{_NONE}]\n"
            )


def _formats_of_range(name: str) -> list[str]:
    start = name.removesuffix("*")
    return [extension for extension, types in TYPES.items() if name == "*/*" or types[0].startswith(start)]


def _media_range_rules(media: str, extensions: list[str], *, named: bool = False) -> str:
    """Return the two rules of a media range: with no weight or 1, and with a smaller weight."""
    start = rf"(?:^|,)\s*{media}{_PARAMETERS}\s*"
    return _weight_rule(
        rf"{start}(?:;\s*q\s*=\s*1(?:\.0*)?{_END}|,|$)", extensions, _ALL, named=named
    ) + _weight_rule(rf"{start};\s*q\s*=\s*0*(?:\.([0-9]*))?{_END}", extensions, "0%1000", named=named)


def _weight_rule(pattern: str, extensions: list[str], weight: str, *, named: bool = False) -> str:
    flags = [f"E=q_{extension}:{weight}" for extension in extensions]
    flags += [f"E=named_{extension}:1" for extension in extensions if named]
    return f"RewriteCond %{{HTTP_ACCEPT}} {pattern} [NC]\nRewriteRule ^ - [{','.join(flags)}]\n"


def _selection_rules() -> Iterator[str]:
    more = "|".join(rf"{digit}\d*:\1[0-{digit - 1}]" for digit in range(1, 10))
    yield (
        f"# The greatest weight wins, and of equal ones the first.\nRewriteRule ^ - [E=best:{_NONE}]\n"
        + "".join(
            f"{condition}RewriteCond %{{ENV:q_{extension}}}:%{{ENV:best}} ^(\\d*)(?:{more})\n"
            f"RewriteRule ^ - [E=ext:{extension},E=best:%{{ENV:q_{extension}}}]\n"
            for named in (True, False)
            for extension in TYPES
            for condition in [f"RewriteCond %{{ENV:named_{extension}}} 1\n" if named else ""]
        )
    )


def _redirect(site: str) -> str:
    return (
        "# Nothing that is acceptable is there; else to the file.\n"
        "RewriteCond %{ENV:ext} ^$\n"
        f"RewriteRule ^(?:{_DOCUMENT})$ - [R=406,L]\n"
        f"RewriteRule ^({_DOCUMENT})$ {_target(site).format('$1.%{ENV:ext}')} [R=303,L]\n"
    )


def _address_pattern(site: str) -> str:
    """Return a pattern of the address in a server's form: the host in ASCII, the path unescaped."""
    address = urlsplit(site)
    # A space would end the directive's argument.
    return re.escape(_ascii(address.netloc) + unquote(address.path)).replace("\\ ", r"\x20")


def _target(site: str) -> str:
    """Return the redirect target with a placeholder for the path: the server escapes an unescaped target."""
    address = urlsplit(site)
    path = re.sub(r"([$%\\])", r"\\\1", unquote(address.path)).replace("{", "{{").replace("}", "}}")
    target = f"{address.scheme}://{_ascii(address.netloc)}{path}{{}}"
    return f'"{target}"' if " " in path else target


def _ascii(host: str) -> str:
    """Return a host, with its port, in the form of DNS and the Host header (RFC 3490)."""
    return host if host.isascii() else host.encode("idna").decode()


def _any_of(texts: Iterable[str]) -> str:
    return "|".join(map(re.escape, texts))
