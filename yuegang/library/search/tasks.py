"""The worker's task of search."""

from procrastinate.contrib.django import app

from yuegang.library.search import rebuilding

EVERY_TEN_SECONDS = "* * * * * */10"


@app.periodic(cron=EVERY_TEN_SECONDS)
@app.task(name="search.refresh", queueing_lock="search.refresh", lock="search.refresh")
def refresh(timestamp: int) -> int:
    """Build the indexes anew when what they hold has changed."""
    return sum(rebuilding.refresh().values())
