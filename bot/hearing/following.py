"""Which earlier question a message follows, by replying to the message that answered it."""

import discord

from bot.citing import referring
from bot.sending import replying
from bot.sending.replying import Where
from knowledge import Library

Replied = discord.Message | discord.DeletedReferencedMessage | None


async def followed(where: Where, library: Library) -> int | None:
    """Return the question that a message replied to was the answer of; None for any other message."""
    if isinstance(where, discord.Interaction) or where.interaction or not is_reply(where.message):
        return None
    reference = where.message.reference
    assert reference
    id = await library.replies.shown_by(str(reference.message_id), collection=replying.collection(where))
    # The message may come from a process that was killed before it could note which answer it shows.
    return shown(reference.resolved, where.bot.user) if id is None else id


def said(message: discord.Message, me: discord.ClientUser) -> str | None:
    """Return what a reply to one of our answers says; None where it says nothing, or is none."""
    if not is_reply(message) or not message.reference or shown(message.reference.resolved, me) is None:
        return None
    return message.content.strip() or None


def is_reply(message: discord.Message) -> bool:
    """Tell a reply from what else refers to a message, as a forward does."""
    return message.type is discord.MessageType.reply and message.reference is not None


def shown(message: Replied, me: discord.ClientUser | None) -> int | None:
    """Return the answer id in the last line of a message, where the message is ours."""
    if not isinstance(message, discord.Message) or message.author != me:
        return None
    last = message.embeds[0].footer.text if message.embeds else message.content
    return referring.shown(last or "")
