"""The figures of a running bot for Prometheus, on this machine alone; needs the extra `metrics`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import get_args

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
    StateSetMetricFamily,
)
from prometheus_client.registry import Collector

from bot.heartbeat import Gateway, Heartbeat
from knowledge.answers import BUCKETS_SECONDS, Activity

ADDRESS = "127.0.0.1"


@contextmanager
def served(port: int, now: Callable[[], Heartbeat], activity: Activity) -> Iterator[None]:
    """Serve the metrics on a port of this machine until the block ends; raise OSError where the port is taken."""
    registry = CollectorRegistry()
    registry.register(_Figures(now, activity))
    server, thread = start_http_server(port, ADDRESS, registry)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Figures(Collector):
    """Reads the figures anew for each scrape, in the thread of the server."""

    def __init__(self, now: Callable[[], Heartbeat], activity: Activity) -> None:
        self._now = now
        self._activity = activity

    def collect(self) -> Iterator[Metric]:
        beat = self._now()
        questions = CounterMetricFamily("footnote_questions", "Questions by outcome.", labels=["outcome"])
        for outcome, count in beat.questions.items():
            questions.add_metric([outcome], count)
        yield questions
        yield self._stages()
        yield StateSetMetricFamily(
            "footnote_gateway",
            "State of the connection to Discord.",
            {state: state == beat.gateway for state in get_args(Gateway)},
        )
        yield CounterMetricFamily("footnote_errors", "Events logged as errors.", beat.errors)
        for name, about, value in (
            ("footnote_servers", "Discord servers that the bot is on.", beat.servers),
            ("footnote_questions_waiting", "Questions that wait for their turn.", beat.waiting),
            ("footnote_index_bytes", "Memory and mapped bytes of the indexes.", beat.index_bytes),
            ("footnote_store_bytes", "Bytes of the store on disk.", beat.store_bytes),
            ("footnote_leader", "1 for the process that does what one of several does for all.", int(beat.leads)),
            ("footnote_database_up", "1 unless the database's server is away.", int(beat.database != "away")),
            (
                "footnote_search_up",
                "1 unless the cluster that searches is let be for a while.",
                beat.search != "resting",
            ),
            ("footnote_start_time_seconds", "When the bot was started, as a Unix time.", beat.started),
        ):
            yield GaugeMetricFamily(name, about, value)

    def _stages(self) -> Metric:
        durations = HistogramMetricFamily(
            "footnote_question_duration_seconds", "Time of questions by stage.", labels=["stage"]
        )
        for stage, histogram in list(self._activity.stages.items()):
            bounds = [*map(str, BUCKETS_SECONDS), "+Inf"]
            durations.add_metric([stage], list(zip(bounds, histogram.cumulative, strict=True)), histogram.seconds)
        return durations
