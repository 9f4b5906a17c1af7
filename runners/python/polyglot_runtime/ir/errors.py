"""What stops a program: errors that it can catch, and limits that it cannot."""

TOO_DEEP = "Maximum call depth exceeded"
MAX_CALL_DEPTH = 10000


class EastError(Exception):
    """An error of the program: a message and the locations it came from and through, innermost first, as (file, line, column).

    Code raises it without locations; `locations.caught` finds them when it is caught. A platform function may give the first one.
    """

    def __init__(self, message, locations=()):
        super().__init__(message)
        self.message = message
        self.locations = list(locations)
        self.argument = -1      # the program's input that is to blame, where it is known

    def display(self):
        """`file:line:col: message`, then the places it came through, from the outermost."""
        places = ["%s:%d:%d" % place for place in self.locations]
        text = (places[0] + ": " if places else "") + self.message
        if len(places) > 1:
            text += "\nStack trace:" + "".join("\n  at " + place for place in reversed(places[1:]))
        return text


class NotLoaded(Exception):
    """Bytes that are no program this runtime can run."""
