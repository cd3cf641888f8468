"""The commands in the languages of the people on Discord: names, descriptions, options and choices."""

from discord import Locale, app_commands

from bot.languages import spelling, translation

_NAMES = (
    app_commands.TranslationContextLocation.command_name,
    app_commands.TranslationContextLocation.group_name,
    app_commands.TranslationContextLocation.parameter_name,
)


class Names(app_commands.Translator):
    """Finds the texts of commands in the catalogues that replies come from."""

    async def translate(
        self, string: app_commands.locale_str, locale: Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        language = translation.nearest(locale.value)
        if language in (None, translation.SOURCE):
            return None
        with translation.speaking(language):
            said = (spelling.localised if is_name(context) else translation.gettext)(string.message)
        return said if said != string.message else None


def is_name(context: app_commands.TranslationContextTypes) -> bool:
    """Tell whether a text is the name of a command or of an option; the name of a menu's entry is free text."""
    return context.location in _NAMES and not isinstance(context.data, app_commands.ContextMenu)
