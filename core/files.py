"""Decide what a file really is, when it is taken in and when it is given out (GEN-18, docs/files.md)."""

import hashlib
import io
import logging
import re
import unicodedata
import warnings
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.decoding import decode, encoding_of
from core.texts import error

log = logging.getLogger(__name__)
IMAGES = {"image/png", "image/jpeg", "image/webp", "image/gif", "image/heic"}
EXTENSIONS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "heic": "image/heic",
    "heif": "image/heic",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "eml": "message/rfc822",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
    "3gp": "video/3gpp",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "aac": "audio/aac",
    "amr": "audio/amr",
}
SHOWN_SIZE = (1600, 1600)
MAX_PIXELS = 60_000_000


@dataclass(frozen=True)
class FileFacts:
    """What was found in a file. `kind` is image, pdf, text, mail, video or audio; `size` is in bytes."""

    original_name: str
    content_type: str
    kind: str
    size: int
    sha256: str


def safe_name(name):
    """Return a file's name without folders and control characters, at most 120 letters."""
    name = PurePosixPath(str(name).replace("\\", "/")).name
    name = "".join(
        letter for letter in unicodedata.normalize("NFC", name) if unicodedata.category(letter)[0] != "C"
    ).strip(" .")
    stem, dot, extension = name.rpartition(".")
    return f"{stem[:100]}{dot}{extension[:10]}" if dot else name[:100] or "fil"


def human_size(size):
    """Return a size as people say it, for the error texts."""
    return f"{size / 1_048_576:.1f} MB".replace(".", ",") if size >= 1_048_576 else f"{max(1, size // 1024)} kB"


def inspect(uploaded):
    """Return the facts of an uploaded file, judged by content and name together.

    Raises ValidationError with E-32 (too large), E-36 (empty), E-34 (a kind we don't take), E-35 (name and content
    differ), E-37 (locked PDF) or E-38 (the scanner says virus).
    """
    name = safe_name(uploaded.name)
    if uploaded.size > settings.FILE_UPLOAD_MAX_SIZE:
        raise ValidationError(
            error("E-32", stoerrelse=human_size(uploaded.size), max=human_size(settings.FILE_UPLOAD_MAX_SIZE)),
            code="large",
        )
    if not uploaded.size:
        raise ValidationError(error("E-36"), code="empty")
    expected = EXTENSIONS.get(name.rpartition(".")[2].lower()) if "." in name else None
    if expected is None:
        raise ValidationError(error("E-34"), code="kind")
    digest, head, whole = hashlib.sha256(), b"", expected in {"text/plain", "message/rfc822"}
    wide, locked, text_ok = False, False, True
    tail = b""
    for chunk in uploaded.chunks():
        digest.update(chunk)
        if len(head) < 4096:
            head = (head + chunk)[:4096]
            wide = whole and bool(encoding_of(head).startswith(("utf-16", "utf-32")))
        if whole and not wide and b"\x00" in chunk:
            text_ok = False
        if expected == "application/pdf":
            locked = locked or b"/Encrypt" in tail + chunk
            tail = chunk[-8:]
    uploaded.seek(0)
    found = _sniff(head) if not whole else "text" if text_ok and _is_text(head, expected) else ""
    if not _agrees(expected, found):
        raise ValidationError(error("E-35"), code="differs")
    if locked:
        raise ValidationError(error("E-37"), code="locked")
    if expected in IMAGES:
        _open_image(uploaded, expected)
    _scan(uploaded)
    kind = (
        "mail" if expected == "message/rfc822" else "pdf" if expected == "application/pdf" else expected.split("/")[0]
    )
    return FileFacts(name, expected, kind, uploaded.size, digest.hexdigest())


MARKUP = re.compile(rb"<\s*(?:!doctype|html|script|svg|\?xml)", re.I)
MAIL_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?(?:From [^\n]*\n)?[A-Za-z][A-Za-z0-9-]{0,75}:[^\n]*\n")


def _is_text(head, expected):
    """Tell whether the beginning is plain text, or a mail's headers; further down a mail may well hold HTML."""
    text = decode(_whole_letters(head))
    if text is None:
        return False
    head = text.encode()
    if expected == "message/rfc822":
        headers = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
        return bool(MAIL_HEADER.match(head)) and not MARKUP.search(headers)
    return not MARKUP.search(head)


def _whole_letters(head):
    """Return the beginning of a text without the half letter at its end, which the cut at 4096 bytes may leave."""
    if encoding_of(head).startswith(("utf-16", "utf-32")):
        return head[: len(head) // 4 * 4]
    for cut in range(4):  # a letter of UTF-8 has at most four bytes
        try:
            head[: len(head) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return head[: len(head) - cut]
    return head


def _sniff(head):
    """Return the type that the first bytes tell of, or an empty text."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "")
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc"):
            return "image/heic"
        if brand.startswith(b"qt"):
            return "video/quicktime"
        if brand.startswith(b"3g"):
            return "video/3gpp"
        return "audio/mp4" if brand in (b"M4A ", b"M4B ") else "video/mp4"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm"
    if head.startswith(b"OggS"):
        return "audio/ogg"
    if head.startswith(b"#!AMR"):
        return "audio/amr"
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 in (0xE2, 0xE4, 0xE6)):
        return "audio/mpeg"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0:
        return "audio/aac"
    return ""


def _agrees(expected, found):
    """Tell whether name and content say the same; the MP4 family is one container with many brands."""
    family = {"video/mp4", "video/quicktime", "video/3gpp", "audio/mp4"}
    if expected in {"text/plain", "message/rfc822"}:
        return found == "text"
    return found == expected or (expected in family and found in family)


def _open_image(file, content_type):
    """Return the picture, decoded within limits; E-35 when it can't be read, other words when it has too many points."""
    from PIL import Image, ImageFile

    if content_type == "image/heic":
        import pillow_heif

        pillow_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    allowed = {
        "image/png": ["PNG"],
        "image/jpeg": ["JPEG", "MPO"],
        "image/webp": ["WEBP"],
        "image/gif": ["GIF"],
        "image/heic": ["HEIF"],
    }[content_type]
    forgiving = ImageFile.LOAD_TRUNCATED_IMAGES  # the PDF engine lets half pictures pass, in the whole process
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            file.seek(0)
            picture = Image.open(file, formats=allowed)
            picture.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as fault:
        raise ValidationError(too_many_points(), code="points") from fault
    except Exception as fault:  # decoders fail in many ways, and each means the same to the person
        raise ValidationError(error("E-35"), code="differs") from fault
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = forgiving
        file.seek(0)
    return picture


def too_many_points():
    """Return what a person reads whose picture is larger than we unpack."""
    return _(
        "Billedet er for stort i punkter. Det må have højst %(most)s millioner. Gem det i en mindre størrelse, eller tag et skærmbillede af det."
    ) % {"most": MAX_PIXELS // 1_000_000}


def unscanned_words():
    """Return what a person reads when the scanner can't be asked."""
    return _(
        "Filen kan ikke tjekkes for virus lige nu. Den er ikke gemt. Behold den, hvor den er, og prøv igen om lidt."
    )


def _scan(file):
    """Ask the scanner that the municipality has named, if any: a callable(file) -> bool, True when clean.

    A scanner that fails lets nothing in: evidence can wait, what has been opened can't be called back.
    """
    if not settings.FILE_SCANNER:
        return
    try:
        clean = import_string(settings.FILE_SCANNER)(file)
    except Exception as fault:
        log.exception("The virus scanner did not answer.")
        raise ValidationError(unscanned_words(), code="unscanned") from fault
    file.seek(0)
    if not clean:
        raise ValidationError(error("E-38"), code="virus")


def shown_copy(file, content_type):
    """Return a JPEG of a picture, turned upright, at most 1600 px, without metadata; None for other files."""
    if content_type not in IMAGES:
        return None
    from PIL import ImageOps

    picture = ImageOps.exif_transpose(_open_image(file, content_type))
    picture.thumbnail(SHOWN_SIZE)
    if picture.mode not in ("RGB", "L"):
        flat = picture.convert("RGBA")
        from PIL import Image

        ground = Image.new("RGB", flat.size, "white")
        ground.paste(flat, mask=flat.getchannel("A"))
        picture = ground
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def download_headers(response, name, content_type, *, inline=False):
    """Give a file out so that no browser makes a page of it: explicit type, nosniff, sandbox, no store."""
    name = safe_name(name)
    plain = name.encode("ascii", "ignore").decode().replace('"', "") or "fil"
    response["Content-Type"] = content_type
    response["Content-Disposition"] = (
        f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'" if inline else "sandbox; default-src 'none'"
    )
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response
