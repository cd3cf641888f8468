"""What a server can choose, and what it cannot."""

from typing import Any, NoReturn

import pytest

from bot.preferences import GuildSettings, GuildSettingsStore, InvalidSetting
from knowledge import Library, StoreUnavailable

SERVER = 7
GOOD: dict[str, Any] = {
    "channels": [5, 3],
    "language": "en",
    "private": True,
    "passages": 5,
    "adders": 9,
    "per_person": 0,
    "per_server": 10_000,
    "prefix": "?",
    "age_restricted": True,
}


@pytest.fixture
def preferences(library: Library) -> GuildSettingsStore:
    return GuildSettingsStore(library.guilds, GuildSettings(prefix="$", passages=2))


async def test_server_that_chose_nothing_has_what_the_operator_has(preferences: GuildSettingsStore) -> None:
    assert await preferences.of(SERVER) == await preferences.of(None) == GuildSettings(prefix="$", passages=2)


async def test_every_setting_can_be_chosen_and_outlives_a_restart(
    preferences: GuildSettingsStore, library: Library
) -> None:
    await preferences.change(SERVER, GOOD)
    expected = GuildSettings(**{**GOOD, "channels": frozenset({3, 5})})
    assert await preferences.of(SERVER) == expected
    assert await GuildSettingsStore(library.guilds, GuildSettings()).of(SERVER) == expected
    assert await preferences.of(SERVER + 1) == preferences.defaults


async def test_what_was_known_serves_while_the_store_is_away_though_it_may_have_changed(
    preferences: GuildSettingsStore, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    await preferences.change(SERVER, GOOD)
    known = await preferences.of(SERVER)
    preferences.hear_change(None)
    with monkeypatch.context() as away:
        away.setattr(library.guilds, "settings", unavailable)
        assert await preferences.of(SERVER) == known
        with pytest.raises(StoreUnavailable):
            await preferences.of(SERVER + 1)
    await library.guilds.change(str(SERVER), {"passages": 1})
    assert (await preferences.of(SERVER)).passages == 1


async def unavailable(*_: object) -> NoReturn:
    raise StoreUnavailable("The store is away.")


async def test_reset_returns_to_what_the_operator_has(preferences: GuildSettingsStore) -> None:
    await preferences.change(SERVER, GOOD)
    await preferences.reset(SERVER, "prefix")
    assert (await preferences.of(SERVER)).prefix == "$"
    assert (await preferences.of(SERVER)).passages == 5
    await preferences.reset(SERVER)
    assert await preferences.of(SERVER) == preferences.defaults


async def test_value_that_cannot_be_is_refused_with_the_remedy_and_nothing_changes(
    subtests: pytest.Subtests, preferences: GuildSettingsStore
) -> None:
    for name, value in [
        ("channels", [0]),
        ("channels", "5"),
        ("channels", [True]),
        ("language", "xx"),
        ("private", 1),
        ("passages", 0),
        ("passages", 6),
        ("passages", 2.0),
        ("adders", -1),
        ("per_person", -1),
        ("per_server", 10_001),
        ("prefix", ""),
        ("prefix", "a b"),
        ("prefix", "sixsix"),
        ("prefix", "`"),
        ("prefix", "@here"),
        ("prefix", "\u200b"),
        ("prefix", "\ud800"),
        ("prefix", "a\0"),
        ("age_restricted", None),
    ]:
        with subtests.test(name=name, value=value):
            with pytest.raises(InvalidSetting) as refused:
                await preferences.change(SERVER, {**GOOD, name: value})
            assert str(refused.value).startswith(f"{name} can't be “{value}”: ")
            assert await preferences.of(SERVER) == preferences.defaults


async def test_setting_that_does_not_exist_is_refused_with_those_that_do(preferences: GuildSettingsStore) -> None:
    for attempt in (preferences.change(SERVER, {"colour": 1}), preferences.reset(SERVER, "colour")):
        with pytest.raises(InvalidSetting, match="There's no setting “colour”"):
            await attempt


async def test_what_another_version_has_written_is_passed_over(
    preferences: GuildSettingsStore, library: Library
) -> None:
    await library.guilds.change(str(SERVER), {"passages": 99, "colour": "red", "prefix": "?"})
    assert await preferences.of(SERVER) == GuildSettings(prefix="?", passages=2)
