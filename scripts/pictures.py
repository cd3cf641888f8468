"""The pictures of replies in docs/pictures, drawn anew: `.venv/bin/python -m scripts.pictures [NAME …]`.

It needs `scripts/setup pictures` and Chromium with fonts, on Debian `apt install chromium fonts-noto-cjk`.
"""

import asyncio
import io
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, async_playwright
from simcord.preview import _markdown as preview_markdown

from scripts.scenes import FOLDER, SCENES, TEXTS, Stage, played

WIDTHS = {"": 720, "-phone": 375}
"""Pixels of the window by the ending of the picture's name."""

_HEIGHT = 4000
_SHARPNESS = 2
_COLOURS = 128
_DRAWN = "() => window.simcordPreview && window.simcordPreview.ready"
# Room around the messages, none of the preview's own buttons and shadows, and the empty line that Discord shows
# between paragraphs.
_STYLE = """
#channel-message-list { padding: 8px 16px 16px !important }
.message-context-actions, .messages-sidebar { display: none !important }
.embed-description > :is(p, blockquote) + p, blockquote + blockquote { margin-top: 1.25em !important }
* { box-shadow: none !important }
"""


def show_small_print() -> None:
    """Let the preview draw `-#` in embeds as small print, as Discord does."""
    preview_markdown._FIELD_POLICIES["embed_description"]["subtext"] = True


async def draw(browser: Browser, name: str, stage: Stage) -> None:
    async with stage.env.preview(stage.channel, viewers=[stage.viewer], layout="channel") as preview:
        for ending, width in WIDTHS.items():
            await photograph(browser, preview.url, width, FOLDER / f"{name}{ending}.png")


async def photograph(browser: Browser, url: str, width: int, picture: Path) -> None:
    """Take a picture of the messages on a preview's page."""
    page = await browser.new_page(
        bypass_csp=True, viewport={"width": width, "height": _HEIGHT}, device_scale_factor=_SHARPNESS
    )
    await page.goto(url)
    await page.wait_for_function(_DRAWN)
    await page.add_style_tag(content=_STYLE)
    save(await page.locator("#channel-message-list").screenshot(), picture)
    await page.close()


def save(shot: bytes, picture: Path) -> None:
    """Write a picture in few colours, a quarter of the size and to the eye the same."""
    with Image.open(io.BytesIO(shot)) as image:
        image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)


async def main(names: Sequence[str]) -> None:
    """Draw the scenes of these names, or all, and note what stands in them."""
    if strange := set(names) - set(SCENES):
        sys.exit(f"There is no picture {', '.join(sorted(strange))}; there are {', '.join(SCENES)}.")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("The pictures need Chromium: install it, on Debian with “apt install chromium fonts-noto-cjk”.")
    show_small_print()
    FOLDER.mkdir(exist_ok=True)
    texts = json.loads(TEXTS.read_text("utf-8")) if TEXTS.exists() else {}
    async with async_playwright() as playwright:
        # Without its sandbox, so that it starts in a container too; it opens only a page of our own.
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in names or SCENES:
            async with played(name) as stage:
                await draw(browser, name, stage)
                texts[name] = stage.text.splitlines()
        await browser.close()
    TEXTS.write_text(json.dumps(texts, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
