"""The Workbench in Streamlit's own widgets: bring a spreadsheet, match its columns, mend it, look at it, take it away.

It is also a model for pages of your own (`docs/streamlit-pages.md`): the logic is in plain functions
(`components.workbench`), this script shows it. All of it is in the memory of this session.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.streamlit_app.coding import code_statements, compare_two_codings
from components.streamlit_app.frames import link_back
from components.streamlit_app.open_choices import ask_choice, ask_open_choices, read_choices
from components.workbench.draft import (
    ColumnMatches,
    Draft,
    folder_workbook,
    folder_zip,
    import_upload,
    match_columns,
    preview_dataset,
    read_upload,
)
from components.workbench.sessions import WorkbenchSessions
from components.workbench.stance_chart import stance_figure, stance_table
from data.importing import ImportChoiceError, ImportOptions, ImportSourceError, SourceFile
from data.translation import gettext, language_of, ngettext, use_language

UPLOAD_SUFFIXES = ["xlsx", "ods", "csv", "tsv", "txt", "json", "zip"]
MAX_LINES = 40


def workbench_page(sessions: WorkbenchSessions) -> Callable[[], None]:
    """The function that Streamlit runs for the Workbench."""

    def workbench() -> None:
        with use_language(language_of(st.context.headers.get("Accept-Language") or "")):
            _page(sessions)

    return workbench


def _page(sessions: WorkbenchSessions) -> None:
    st.set_page_config(page_title=f"{gettext('Workbench')} · Counterpoint", layout="wide")
    link_back()
    st.title(gettext("Your own dataset"))
    st.write(
        gettext(
            "Upload a spreadsheet or a CSV file with a row for each position (party, issue, stance, date, source, and "
            "the words), or with a column for each party. Your file stays with this session and is gone "
            "when you close the page."
        )
    )
    context = get_script_run_ctx()
    if context is None or not sessions.enter(context.session_id):
        st.error(gettext("Too many people are using the Workbench at the moment. Try again in a few minutes."))
        return
    tasks = {
        "make": gettext("Make a dataset"),
        "code": gettext("Code as second coder"),
        "compare": gettext("Compare two codings"),
    }
    task = st.segmented_control(gettext("Task"), list(tasks), format_func=lambda name: tasks[name], default="make")
    if task == "compare":
        compare_two_codings()
        return
    upload = st.file_uploader(gettext("Spreadsheet (XLSX, ODS), CSV, or a zip of several"), type=UPLOAD_SUFFIXES)
    if upload is None:
        st.session_state.pop("draft", None)
        sessions.leave(context.session_id)
        return
    try:
        files = read_upload(upload.getvalue(), upload.name)
        draft = _import(files, upload.file_id)
    except ImportSourceError as error:
        st.error(str(error))
        return
    if draft is None:
        return
    if task == "code":
        # The report and the rows would show the first stances.
        code_statements(draft.tables)
        return
    _show_report(draft)
    ask_open_choices(draft.report, upload.file_id)
    if draft.tables["statements"].empty:
        st.error(gettext("No row could be imported. The reasons are beside the rows above."))
        return
    draft = _mend(draft)
    st.session_state["draft"] = draft
    _compare(draft)
    _take_away(draft)


def _import(files: list[SourceFile], upload: str) -> Draft | None:
    """The draft of the upload with the reader's choices; None while one is missing."""
    choices = read_choices(upload)
    try:
        matches = _match(files, upload, choices)
        key = (upload, choices, matches)
        if st.session_state.get("imported") != key:
            with st.status(gettext("Reading the file"), expanded=False) as status:
                st.session_state["draft"] = import_upload(files, choices, matches)
                status.update(label=gettext("The file is read"), state="complete")
            st.session_state["imported"] = key
        return st.session_state["draft"]  # type: ignore[no-any-return]
    except ImportChoiceError as error:
        ask_choice(error, upload)
        return None


def _match(files: list[SourceFile], upload: str, choices: ImportOptions) -> ColumnMatches | None:
    """The reader's matches of columns, None where their names are enough."""
    with st.expander(gettext("Match the columns")):
        if not st.checkbox(gettext("My columns have other names"), key=f"match-{upload}"):
            return None
        found = match_columns(files, choices)
        options = ["", *found.columns]
        chosen = {}
        for field, column in found.fields.items():
            index = options.index(column) if column in options else 0
            chosen[field] = st.selectbox(field, options, index=index, key=f"match-{upload}-{field}") or ""
        return replace(found, fields=chosen)


def _show_report(draft: Draft) -> None:
    report = draft.report
    refused = report.refused
    for heading, lines in ((gettext("What was assumed"), report.assumptions), (gettext("Left out"), report.notes)):
        if lines:
            with st.expander(heading, expanded=True):
                for line in lines[:MAX_LINES]:
                    st.text(line)
    if len(refused):
        st.warning(
            ngettext("{num} row was not imported.", "{num} rows were not imported.", len(refused)),
            icon=":material/block:",
        )
        st.dataframe(refused, hide_index=True)
        st.download_button(
            gettext("Save these rows"),
            _csv(refused),
            "import-refused.csv",
            "text/csv",
            key="refused",
            icon=":material/download:",
        )


def _mend(draft: Draft) -> Draft:
    """The draft with the reader's changes of its tables; the problems stand beside the rows."""
    st.header(gettext("Rows"))
    if draft.problems:
        st.error(ngettext("{num} problem is left.", "{num} problems are left.", len(draft.problems)))
        st.dataframe(draft.problem_table(), hide_index=True)
    else:
        st.success(gettext("No problem is left."))
    names = list(draft.tables)
    name = st.segmented_control(gettext("Table"), names, default="statements" if "statements" in names else names[0])
    if not name:
        return draft
    edited = st.data_editor(draft.tables[name], num_rows="dynamic", hide_index=True, key=f"edit-{name}")
    if st.button(gettext("Apply the changes"), key=f"apply-{name}", type="primary"):
        draft = draft.with_table(name, edited)
        st.session_state["draft"] = draft
        st.session_state.pop(f"edit-{name}", None)
        st.rerun()
    return draft


def _compare(draft: Draft) -> None:
    st.header(gettext("The comparison"))
    if draft.problems:
        st.info(gettext("Fix the problems first."))
        return
    dataset = preview_dataset(draft)
    st.dataframe(stance_table(dataset))
    st.plotly_chart(stance_figure(dataset))


def _take_away(draft: Draft) -> None:
    st.header(gettext("Take it away"))
    name = "dataset" if draft.problems else "counterpoint-dataset"
    first, second = st.columns(2)
    first.download_button(
        gettext("Folder as a zip"), folder_zip(draft), f"{name}.zip", "application/zip", icon=":material/folder_zip:"
    )
    second.download_button(
        gettext("Workbook (XLSX)"),
        folder_workbook(draft),
        f"{name}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        icon=":material/table:",
    )
    st.caption(
        gettext(
            "Unpack the zip and start the server with COUNTERPOINT_DATASET set to the folder. No licence is set: "
            "add yours."
        )
    )


def _csv(frame: pd.DataFrame) -> bytes:
    # A byte order mark has Excel read it as UTF-8.
    return frame.to_csv(index=False).encode("utf-8-sig")
