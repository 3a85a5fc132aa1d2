"""See letters of a PDF as pixels, and compare them with the same letters drawn from the face by another program."""

import io
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

DPI = 200
WIDTH, HEIGHT = 240, 120


def pages_as_pictures(content, dpi=DPI):
    """Return each page as a grey picture."""
    if shutil.which("pdftoppm") is None:
        raise RuntimeError("pdftoppm is missing (Debian: poppler-utils); bin/test says how to get it.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(content)
        subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-png", str(path), f"{folder}/page"], check=True)
        pages = sorted(Path(folder).glob("page-*.png"), key=lambda page: int(page.stem.rpartition("-")[2]))
        return [Image.open(io.BytesIO(page.read_bytes())).convert("L") for page in pages]


def ink(picture):
    """Return the part of a picture that has ink, brought to one height and set in the middle; None if there is none."""
    box = picture.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    if box is None:
        return None
    part = picture.crop(box)
    width = min(WIDTH, round(part.width * HEIGHT / part.height))
    found = Image.new("L", (WIDTH, HEIGHT), 255)
    found.paste(part.resize((width, HEIGHT), Image.Resampling.BOX), ((WIDTH - width) // 2, 0))
    return found


@cache
def face(name):
    """Return one of the paper faces as a file that Pillow reads."""
    font = TTFont(settings.ROOT / "static" / "fonts" / f"{name}.woff2")
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def drawn(letter, name="public-sans-paper-400", height=600):
    """Draw a letter from the face itself, large, so that no hinting moves its lines."""
    picture = Image.new("L", (height * 2, height * 2), 255)
    font = ImageFont.truetype(io.BytesIO(face(name)), height)
    ImageDraw.Draw(picture).text((height // 2, height // 3), letter, font=font, fill=0)
    return picture


def difference(one, other):
    """Return how much two pictures' ink differs, as a share of all ink: near 0 for one shape, 1 for quite another."""
    left, right = ink(one), ink(other)
    if left is None or right is None:
        return 1.0
    left, right = left.tobytes(), right.tobytes()
    apart = sum(abs(a - b) for a, b in zip(left, right, strict=True))
    return apart / sum(510 - a - b for a, b in zip(left, right, strict=True))
