"""The Workbench asks for what a file leaves open, in Streamlit's test of an app."""

from streamlit.testing.v1 import AppTest

WIDE = "Thema;CDU;SPD\nMaut;1;5\nTempo;5;1\n"


def script() -> None:
    import streamlit as st

    from components.streamlit_app.open_choices import ask_choice, ask_open_choices, read_choices
    from components.workbench.draft import import_upload, read_upload
    from data.importing import ImportChoiceError

    files = read_upload(st.session_state["content"].encode(), "a.csv")
    try:
        draft = import_upload(files, read_choices("a"))
    except ImportChoiceError as error:
        ask_choice(error, "a")
    else:
        ask_open_choices(draft.report, "a")
        st.session_state["stances"] = draft.tables["statements"]["stance"].tolist()


def start_app(content: str) -> AppTest:
    app = AppTest.from_function(script, default_timeout=60)
    app.session_state["content"] = content
    return app.run()


def test_date_source_and_meaning_of_numbers_are_asked_for_and_taken() -> None:
    app = start_app(WIDE)
    assert app.session_state["stances"] == []
    date, source = app.text_input
    date.input("2021-06")
    source.input("https://example.org/manifestos")
    one, five = app.selectbox
    assert (one.label, five.label) == ("“1” means", "“5” means")
    one.select("disagree")
    five.select("agree")
    app.button[0].click().run()
    assert app.session_state["stances"] == ["disagree", "agree", "agree", "disagree"]
    # A later run, such as that of another table, still knows the answers.
    app.run()
    assert len(app.session_state["stances"]) == 4


def test_order_of_dates_is_asked_for_once() -> None:
    app = start_app("party,issue,stance,date,source\nA,Tax,yes,3/4/2020,Q\n")
    assert "--" not in app.warning[0].value
    app.radio[0].set_value("dmy").run()
    assert app.session_state["stances"] == ["agree"]
    app.run()
    assert not app.radio


def test_date_that_is_none_is_asked_for_again() -> None:
    app = start_app("party,issue,stance,source\nA,Tax,yes,Q\n")
    app.text_input[0].input("next spring")
    app.button[0].click().run()
    assert "'next spring' is not a date" in app.warning[0].value
    app.text_input[0].input("2021").run()
    assert app.session_state["stances"] == ["agree"]
