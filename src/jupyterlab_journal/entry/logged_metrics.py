"""What ``log`` leaves in a notebook, field by field; the bounds are those of ``logged``."""

import sys
from typing import Annotated, Literal

from msgspec import Meta

from jupyterlab_journal.entry.logged import MAX_COLUMNS, MAX_NAME, MAX_ROWS, MAX_VALUES
from jupyterlab_journal.entry.marks import VersionOne

if sys.version_info >= (3, 11):
    from typing import NotRequired, TypedDict
else:
    from typing_extensions import NotRequired, TypedDict

Value = Annotated[
    float | Literal["nan", "inf", "-inf"] | None, Meta(description="Null: not logged in this row.")
]


class LoggedMetrics(TypedDict):
    """What one run logged, as the output of its cell holds it under the MIME type of `logged`."""

    version: VersionOne
    id: Annotated[
        str,
        Meta(description="Of the record: two outputs with one id show the same.", pattern="^[0-9a-f]{16}$"),
    ]
    started_at: Annotated[
        str,
        Meta(
            description="When the first row was logged, RFC 3339.",
            max_length=40,
            extra_json_schema={"format": "date-time"},
        ),
    ]
    columns: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=MAX_NAME)]],
        Meta(
            description="Names of the metrics, in the order in which they appeared.",
            max_length=MAX_COLUMNS,
            extra_json_schema={"uniqueItems": True},
        ),
    ]
    rows: Annotated[
        list[Annotated[list[Value], Meta(max_length=MAX_COLUMNS)]],
        Meta(
            description="The values of each row, as many as there are columns;"
            f" at most {MAX_VALUES:,} values in all."
            " `steps`, `seconds` and `epochs` have one item for each row, too.",
            max_length=MAX_ROWS,
        ),
    ]
    steps: Annotated[list[int], Meta(max_length=MAX_ROWS)]
    seconds: Annotated[
        list[Annotated[float, Meta(ge=0)]],
        Meta(description="Time since the first row.", max_length=MAX_ROWS),
    ]
    epochs: NotRequired[
        Annotated[list[int | None], Meta(description="Absent when no row named one.", max_length=MAX_ROWS)]
    ]
    logged: Annotated[int, Meta(description="How many rows were logged.", ge=1)]
    thinned: Annotated[
        bool,
        Meta(
            description="Whether rows were left out. The first, the last, the lowest and the highest of each"
            " metric, and the last of each epoch where these are few, are among those kept."
        ),
    ]
    left_out: NotRequired[
        Annotated[
            int,
            Meta(description="How many values were not recorded because there were too many names.", ge=0),
        ]
    ]
