"""What a screen reader finds in the running program, asked over AT-SPI. Started by `run`."""

import subprocess
import sys
import time


def book():
    """A book with headings and footnotes, long enough to be scrolled."""
    words = ["# The lamps of Orrin\n", "The harbor was dark.[^1] Nobody lit the lamps.\n"]
    for chapter in range(1, 4):
        words.append(f"## Chapter {chapter}\n")
        for n in range(1, 21):
            words.append(
                f"Line {n} of chapter {chapter}: the keeper counted the boats, and wrote *them* down in the book "
                "that she kept for the council, as on every other day of that long year.\n"
            )
    words.append("[^1]: So says the keeper; the council denied it.\n")
    return "\n".join(words)


if sys.argv[1] == "--book":
    print(book())
    sys.exit()

import gi  # noqa: E402

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

events = []
failures = []


def pump(seconds=0.4):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        while GLib.MainContext.default().iteration(False):
            pass
        time.sleep(0.01)


def wait_for(what, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        pump(0.1)
    return None


def check(name, good, seen=""):
    print(f"{'ok  ' if good else 'FAIL'} {name}" + (f": {seen}" if seen != "" else ""))
    if not good:
        failures.append(name)


def children(node):
    # What is walked may go meanwhile.
    try:
        found = [node.get_child_at_index(index) for index in range(node.get_child_count())]
    except GLib.Error:
        return []
    return [child for child in found if child is not None]


def walk(node, depth=0):
    yield node
    for child in children(node) if depth < 40 else []:
        yield from walk(child, depth + 1)


def find(root, role, part=""):
    for node in walk(root):
        try:
            if node.get_role_name() == role and part in (node.get_name() or ""):
                return node
        except GLib.Error:
            continue
    return None


def line_at(text, offset, granularity):
    return Atspi.Text.get_string_at_offset(text, offset, granularity).content


def press(*keys):
    subprocess.run(["xdotool", "key", *keys], check=True)
    pump()


def switch_on():
    """Says on the bus that somebody needs what the program has to tell."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    for name in ("IsEnabled", "ScreenReaderEnabled"):
        value = GLib.Variant("(ssv)", ("org.a11y.Status", name, GLib.Variant("b", True)))
        where = ("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set")
        bus.call_sync(*where, value, None, Gio.DBusCallFlags.NONE, 10_000)


def application():
    desktop = Atspi.get_desktop(0)
    for child in children(desktop):
        if "diptych" in (child.get_name() or "").lower():
            return child
    return None


def listen():
    kinds = ("object:text-caret-moved", "object:text-selection-changed", "object:announcement")
    listeners = []
    for kind in kinds:
        listener = Atspi.EventListener.new(
            lambda event, *_: events.append((event.type, event.detail1, event.any_data))
        )
        if not listener.register(kind):
            print(f"     (this system's AT-SPI knows no {kind})")
        listeners.append(listener)
    return listeners


def words(app):
    pane = find(app, "document frame", "left pane")
    check("the pane is a document with text", pane is not None and "Text" in pane.get_interfaces())
    n = Atspi.Text.get_character_count(pane)
    told = Atspi.Text.get_text(pane, 0, n)
    check("its words are told", told.startswith("The lamps of Orrin\nThe harbor was dark.[1]"), f"{n} characters")
    lines = [line_at(pane, 0, Atspi.TextGranularity.LINE), line_at(pane, 25, Atspi.TextGranularity.WORD)]
    lines.append(line_at(pane, 25, Atspi.TextGranularity.CHAR))
    check("by lines, words and characters", lines == ["The lamps of Orrin\n", "harbor ", "r"], lines)
    return pane


def caret(pane):
    press("ctrl+Home")
    del events[:]
    press("ctrl+Right")
    check("a key moves the caret, and that is told", Atspi.Text.get_caret_offset(pane) == 4)
    moved = [event for event in events if "caret-moved" in event[0]]
    check("with an event", any(event[1] == 4 for event in moved), moved)
    press("shift+ctrl+Right")
    selection = Atspi.Text.get_selection(pane, 0)
    check("a selection is told", (selection.start_offset, selection.end_offset) == (4, 9),
          (selection.start_offset, selection.end_offset))
    press("Escape")


def move(pane):
    told = Atspi.Text.get_text(pane, 0, Atspi.Text.get_character_count(pane))
    below = told.index("Line 19 of chapter 1")
    before = Atspi.Text.get_character_extents(pane, below, Atspi.CoordType.WINDOW)
    Atspi.Text.set_caret_offset(pane, below)
    pump(1.0)
    offset = Atspi.Text.get_caret_offset(pane)
    line = line_at(pane, offset, Atspi.TextGranularity.LINE)
    check("a screen reader sets the caret", line.startswith("Line 19 of chapter 1"), line)
    after = Atspi.Text.get_character_extents(pane, offset, Atspi.CoordType.WINDOW)
    check("and the text scrolls there", before.y > 800 > after.y > 0, f"from y {before.y} to {after.y}")
    told = Atspi.Text.get_text(pane, 0, Atspi.Text.get_character_count(pane))
    start = told.index("keeper", offset)
    Atspi.Text.add_selection(pane, start, start + 6)
    pump(0.6)
    selection = Atspi.Text.get_selection(pane, 0)
    chosen = Atspi.Text.get_text(pane, selection.start_offset, selection.end_offset)
    check("and the selection", chosen == "keeper", chosen)
    press("Escape")
    press("Home")
    steps, lines = [], 0
    while lines < 60:
        press("Down")
        offset = Atspi.Text.get_caret_offset(pane)
        line = line_at(pane, offset, Atspi.TextGranularity.LINE)
        lines += 1
        if not steps or steps[-1] != line:
            steps.append(line)
        if line.startswith("Line 3 of chapter 2"):
            break
    check("reading on by lines goes on past the screen", steps[-1].startswith("Line 3 of chapter 2"), f"{lines} lines")


def structure(app, pane):
    press("ctrl+Home")
    pump(0.6)
    title = find(pane, "heading", "The lamps of Orrin")
    check("a heading with its level", title is not None and title.get_description() == "Level 1")
    claim = find(pane, "comment", "darkness")
    check("a claim", claim is not None, claim and claim.get_name())
    del events[:]
    Atspi.Action.do_action(claim, 0)
    pump(1.0)
    check("that can be chosen", claim.get_state_set().contains(Atspi.StateType.SELECTED))
    said = [event[2] for event in events if "announcement" in event[0]]
    check("and is said", any("Selected: Claim, darkness" in str(words) for words in said), said)
    note = find(pane, "link", "Footnote 1: So says the keeper")
    check("a footnote at its mark", note is not None)
    Atspi.Action.do_action(note, 0)
    pump(1.0)
    line = line_at(pane, Atspi.Text.get_caret_offset(pane), Atspi.TextGranularity.LINE)
    check("that can be followed", line.startswith("[1] So says"), line)
    tag = find(app, "tree item", "darkness")
    check("the codebook is a tree", tag is not None and "1 in" in tag.get_description(), tag and tag.get_description())
    del events[:]
    press("9")
    pump(0.8)
    said = [str(event[2]) for event in events if "announcement" in event[0]]
    check("what the program says is called out", any("No tag has the key 9" in words for words in said), said)


def main():
    program, file = sys.argv[1:3]
    Atspi.init()
    switch_on()
    listeners = listen()
    process = subprocess.Popen([program, file], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        app = wait_for(application, 60)
        check("the program is there", app is not None)
        if app is None:
            return
        found = wait_for(lambda: find(app, "document frame", "left pane"), 60)
        check("and has a left pane", found is not None)
        if found is None:
            return
        window = subprocess.run(["xdotool", "search", "--sync", "--pid", str(process.pid)], capture_output=True, text=True)
        subprocess.run(["xdotool", "windowfocus", "--sync", window.stdout.split()[-1]], check=True)
        pump(1.0)
        pane = words(app)
        caret(pane)
        move(pane)
        structure(app, pane)
    finally:
        process.kill()
        process.wait()
    del listeners


main()
print("all good" if not failures else f"{len(failures)} failed")
sys.exit(1 if failures else 0)
