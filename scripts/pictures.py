"""The pictures of replies in docs/pictures, drawn anew: `.venv/bin/python -m scripts.pictures`.

It needs `scripts/setup pictures` and Chromium, on Debian `apt install chromium`.
"""

import asyncio
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import simcord
from playwright.async_api import Browser, async_playwright

from bot.client import Footnote
from knowledge import Library

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
QUESTION = "How much fuel oil was promised for shutting down Yongbyon?"
WIDTHS = {"answer.png": 1000, "answer-phone.png": 375}
"""Pixels of the window; the wide one has a column at its left that is not shown."""

_HEIGHT = 1600
_SHARPNESS = 2
_DRAWN = "() => window.simcordPreview && window.simcordPreview.ready"
# The preview's own buttons, and room around the messages.
_STYLE = "#channel-message-list { padding: 8px 16px 16px !important } .message-context-actions { display: none }"


async def draw(browser: Browser, folder: Path) -> None:
    """Ask the bot in a Discord held in memory, and photograph its reply at every width."""
    async with Library.open(folder) as library:
        bot = Footnote(library, folder=folder, shard_count=1)
        async with simcord.run(bot) as env:
            assert bot.user
            await bot.user.edit(username="Footnote")
            channel = env.create_guild().create_text_channel("general")
            ann = env.guild.add_member(env.create_user("ann"))
            await ann.send(channel, f"!ask {QUESTION}")
            async with env.preview(channel, viewers=[ann], layout="channel") as preview:
                for name, width in WIDTHS.items():
                    await photograph(browser, preview.url, width, PICTURES / name)


async def photograph(browser: Browser, url: str, width: int, picture: Path) -> None:
    """Take a picture of the messages on a preview's page."""
    page = await browser.new_page(
        bypass_csp=True, viewport={"width": width, "height": _HEIGHT}, device_scale_factor=_SHARPNESS
    )
    await page.goto(url)
    await page.wait_for_function(_DRAWN)
    await page.add_style_tag(content=_STYLE)
    await page.locator("#channel-message-list").screenshot(path=picture)
    await page.close()


async def main() -> None:
    """Draw every picture."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("The pictures need Chromium: install it, on Debian with “apt install chromium”.")
    PICTURES.mkdir(exist_ok=True)
    async with async_playwright() as playwright:
        # Without its sandbox, so that it starts in a container too; it opens only a page of our own.
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with TemporaryDirectory() as folder:
            await draw(browser, Path(folder))
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
