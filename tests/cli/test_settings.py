"""Settings: what may be set, what a wrong one says, and a token that stays secret."""

import json
import logging
import sys
from pathlib import Path

import pytest
from dotenv import dotenv_values
from pydantic import SecretStr

from bot import log
from bot.config import KNOWN, ConfigError, Settings, unknown_variables, user_agent
from knowledge import StoreUnavailable
from tests.cli.running import run_process

ROOT = Path(__file__).parents[2]
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.a-token_that-no_bot_has"


def test_defaults_need_nothing_set() -> None:
    settings = Settings.load()
    assert (settings.discord_token, settings.data, settings.prefix) == (None, Path("data"), "!")
    assert (settings.passages, settings.log_level) == (3, "INFO")


def test_every_setting_is_in_the_example_with_its_default() -> None:
    example = dotenv_values(ROOT / ".env.example")
    assert tuple(example) == KNOWN
    assert {field.alias for field in Settings.model_fields.values()} == set(KNOWN)


def test_example_works_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text("utf-8"), "utf-8")
    assert Settings.load() == Settings.load().model_copy(update={"data": Path("data")})


def test_environment_goes_before_the_file_and_the_option_before_both(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("FOOTNOTE_PASSAGES=2\nFOOTNOTE_PREFIX=?\nFOOTNOTE_DATA=file\n", "utf-8-sig")
    monkeypatch.setenv("FOOTNOTE_PASSAGES", "5")
    settings = Settings.load(Path("option"))
    assert (settings.passages, settings.prefix, settings.data) == (5, "?", Path("option"))


def test_wrong_value_is_named_with_its_variable_and_the_remedy(
    monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    for name, value in (
        ("FOOTNOTE_PASSAGES", "0"),
        ("FOOTNOTE_PASSAGES", "6"),
        ("FOOTNOTE_PASSAGES", "seven"),
        ("FOOTNOTE_PREFIX", "a b"),
        ("FOOTNOTE_PREFIX", "abcdef"),
        ("FOOTNOTE_PREFIX", "`"),
        ("FOOTNOTE_PREFIX", "\u200b!"),
        ("FOOTNOTE_INDEX_MEMORY", "0"),
        ("FOOTNOTE_INDEX_MEMORY", "much"),
        ("FOOTNOTE_LOG_LEVEL", "LOUD"),
        ("FOOTNOTE_CONTACT", "me"),
        ("FOOTNOTE_CONTACT", "me@example.org (me)"),
    ):
        with subtests.test(name=name, value=value), monkeypatch.context() as patched:
            patched.setenv(name, value)
            with pytest.raises(ConfigError) as raised:
                Settings.load()
            assert str(raised.value).startswith(f"{name} is “{value}”, but it must be ")
            assert "\n" not in str(raised.value)


def test_line_that_cannot_be_understood_is_named_without_being_shown(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for line in (f'DISCORD_TOKEN="{TOKEN}', f"DISCORD_TOKEN: {TOKEN}"):
        with subtests.test(line=line):
            (tmp_path / ".env").write_text(f"FOOTNOTE_PASSAGES=2\n{line}\n", "utf-8")
            code, _, told = run_process(tmp_path, "articles")
            assert (code, told) == (
                2,
                "Line 2 of .env can't be understood. Write NAME=VALUE, and close a quote that you open.\n",
            )


def test_token_that_is_none_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    for token in (
        f"Bot {TOKEN}",
        f'"{TOKEN}"',
        f"'{TOKEN}'",
        "a token",
        "tök.en.s",
        "c" * 32,
        TOKEN.rpartition(".")[0],
    ):
        with subtests.test(token=token), monkeypatch.context() as patched:
            patched.setenv("DISCORD_TOKEN", token)
            with pytest.raises(ConfigError) as raised:
                Settings.load()
            assert str(raised.value).startswith("DISCORD_TOKEN can't be used")
            assert token not in str(raised.value)
            assert raised.value.__cause__ is None and raised.value.__suppress_context__


def test_empty_token_is_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "")
    assert Settings.load().discord_token is None


def test_log_level_may_be_written_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_LOG_LEVEL", "debug")
    assert Settings.load().log_level == "DEBUG"


def test_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"\.env can't be read"):
        Settings.load()


def test_unknown_variable_is_told_with_the_nearest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FOOTNOTE_PASAGES", "2")
    (tmp_path / ".env").write_text("FOOTNOTE_LOGLEVEL=INFO\nOTHER=1\n", "utf-8")
    assert unknown_variables() == [
        "FOOTNOTE_LOGLEVEL is not a setting and has no effect. Did you mean FOOTNOTE_LOG_LEVEL?",
        "FOOTNOTE_PASAGES is not a setting and has no effect. Did you mean FOOTNOTE_PASSAGES?",
    ]


def test_token_shows_in_no_text_made_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    settings = Settings.load()
    for text in (repr(settings), str(settings), str(settings.model_dump()), settings.model_dump_json()):
        assert TOKEN not in text
    assert settings.discord_token and settings.discord_token.get_secret_value() == TOKEN


def test_password_of_the_database_shows_in_no_text_no_error_and_no_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_DATABASE", "postgresql://ann:h7k%2Bside@db.example/footnote")
    settings = Settings.load()
    for text in (repr(settings), str(settings.model_dump()), settings.model_dump_json()):
        assert "h7k" not in text
    record = logging.LogRecord("any", logging.INFO, "", 1, "h7k+side, h7k%%2Bside, %s", (settings.address,), None)
    assert log.RedactingFormatter(settings.secrets).format(record).count(log.HIDDEN) == 3
    monkeypatch.setenv("FOOTNOTE_DATABASE", "mysql://ann:h7k%2Bside@db.example/footnote")
    with pytest.raises(ConfigError, match="must look like postgresql://") as raised:
        Settings.load()
    assert "h7k" not in str(raised.value) and raised.value.__cause__ is None


def test_shards_are_a_range_of_those_there_are_and_need_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_DATABASE", "postgresql://ann:sea@db.example/footnote")
    for given, ids, shown in (("0-3/8", [0, 1, 2, 3], "0-3/8"), ("7/8", [7], "7-7/8")):
        monkeypatch.setenv("FOOTNOTE_SHARDS", given)
        shards = Settings.load().shards
        assert shards and (shards.ids, shards.count, str(shards)) == (ids, 8, shown)
    for wrong in ("8/8", "3-2/8", "0-3", "all", "0/99999"):
        monkeypatch.setenv("FOOTNOTE_SHARDS", wrong)
        with pytest.raises(ConfigError, match="must be a range of shards"):
            Settings.load()
    monkeypatch.setenv("FOOTNOTE_SHARDS", "0-3/8")
    monkeypatch.delenv("FOOTNOTE_DATABASE")
    with pytest.raises(ConfigError, match="needs FOOTNOTE_DATABASE"):
        Settings.load()


def test_token_shows_in_no_log_and_no_trace() -> None:
    formatter = log.RedactingFormatter([SecretStr(TOKEN)])
    try:
        raise ValueError(f"Authorization: Bot {TOKEN}")
    except ValueError:
        record = logging.LogRecord("any", logging.ERROR, "", 1, "with %s", (TOKEN,), sys.exc_info())
    text = formatter.format(record)
    assert TOKEN not in text
    assert text.count(log.HIDDEN) == 2


def test_error_that_says_itself_what_is_wrong_is_logged_without_a_trace() -> None:
    for error, traced in ((StoreUnavailable("The {what} is away.", what="server"), False), (ValueError("odd"), True)):
        record = logging.LogRecord("any", logging.ERROR, "", 1, "100%% of %s", ("it",), (type(error), error, None))
        assert log.shorten(record) and bool(record.exc_info) is traced
        assert record.getMessage() == ("100% of it" if traced else "100% of it: The server is away.")


def test_attempts_to_reconnect_are_logged_without_a_trace() -> None:
    message = "Failed to connect for shard_id: %s. Retrying..."  # As discord.py writes it.
    record = logging.LogRecord("discord.shard", logging.ERROR, "", 1, message, (0,), (OSError, OSError("gone"), None))
    assert log.shorten(record) and not record.exc_info
    assert record.getMessage() == "Failed to connect for shard_id: 0. Retrying...: gone"


def test_json_log_is_one_line_with_the_trace_and_without_the_token() -> None:
    odd = r'tok\en-with"quote'
    try:
        raise ValueError(f"{odd}\nsecond line")
    except ValueError:
        record = logging.LogRecord("bot", logging.ERROR, "", 1, "said %s", (odd,), sys.exc_info())
    line = log.JsonFormatter([SecretStr(odd)]).format(record)
    event = json.loads(line)
    assert "\n" not in line and "en-with" not in line
    assert event["message"] == "said [hidden]" and event["trace"].startswith("Traceback") and event["level"] == "ERROR"


def test_sites_are_told_how_to_reach_the_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_CONTACT", "bots@example.org")
    assert " (+bots@example.org; " in user_agent(Settings.load().contact)
