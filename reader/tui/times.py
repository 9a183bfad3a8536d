"""Times as a reader wants them, in the local zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from reader.text import clean_line

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def now() -> datetime:
    """This moment, UTC."""
    return datetime.now(UTC)


def midnight(moment: datetime) -> datetime:
    """The beginning of the local day of ``moment``."""
    return moment.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)


def clock(moment: datetime) -> str:
    """``14:02``."""
    return moment.astimezone().strftime("%H:%M")


def date(moment: datetime, today: datetime) -> str:
    """``7 Jul``, with the year where it is another one."""
    local = moment.astimezone()
    year = f" {local.year}" if local.year != today.astimezone().year else ""
    return f"{local.day} {MONTHS[local.month - 1]}{year}"


def stamp(moment: datetime, today: datetime) -> str:
    """The clock for a moment of today, else the date."""
    same_day = midnight(moment) == midnight(today)
    return clock(moment) if same_day else date(moment, today)


def written(moment: datetime, way: str) -> str:
    """The local time as strftime writes it."""
    return clean_line(moment.astimezone().strftime(way))


def day(moment: datetime, today: datetime) -> str:
    """``today``, ``yesterday``, ``Tuesday`` within a week, else the date."""
    days = (midnight(today).date() - moment.astimezone().date()).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 7:
        return DAYS[moment.astimezone().weekday()]
    return date(moment, today)


def since(moment: datetime, today: datetime) -> str:
    """``13:40`` today, ``Tue`` within a week, else the date."""
    if midnight(moment) == midnight(today):
        return clock(moment)
    if today - moment < timedelta(days=6):
        return DAYS[moment.astimezone().weekday()][:3]
    return date(moment, today)


def ago(moment: datetime, today: datetime) -> str:
    """``now``, ``3m ago``, ``2h ago``, ``5d ago``."""
    seconds = max(0, int((today - moment).total_seconds()))
    if seconds < 60:
        return "now"
    if seconds < 3600:
        return f"{seconds // 60}m ago"
    if seconds < 86400:
        return f"{seconds // 3600}h ago"
    return f"{seconds // 86400}d ago"
