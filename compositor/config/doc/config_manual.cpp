// SPDX-License-Identifier: MIT
// Writes exwm-vr(5) in scdoc's language to standard output, from the table that reads the file.
#include "base/format.hpp"
#include "base/settings/manual.hpp"
#include "config/action.hpp"
#include "config/load.hpp"
#include "config/schema.hpp"

#include <cstdio>
#include <exception>
#include <format>
#include <string>
#include <string_view>

namespace {

using namespace exwm_vr::config;
using exwm_vr::settings::escaped_for_manual;
using exwm_vr::settings::manual_entry;

constexpr std::string_view beginning = R"(exwm-vr(5)

# NAME

exwm-vr - configuration file of the exwm-vr compositor

# DESCRIPTION

The configuration is one YAML file. The first of these that is there is read:

. _$XDG_CONFIG\_HOME/exwm-vr/config.yaml_, where _$XDG\_CONFIG\_HOME_ is _~/.config_
  by default
. _exwm-vr/config.yaml_ in each folder of _$XDG\_CONFIG\_DIRS_, which is _/etc/xdg_
  by default

Another one can be named by *exwm-vr --config*. Without any, the defaults hold,
with which the compositor is usable.

Every key may be left out and then has its default. *exwm-vr --dump-config*
prints a file with every key, its default and its explanation, to begin with:

	exwm-vr --dump-config > ~/.config/exwm-vr/config.yaml

SIGHUP, the action *reload* and *exwm-vrctl reload* read the file again.
A file with an error changes nothing; *exwm-vr --check-config* shows all errors
of a file, with line, column and what was expected. A login's session starts with
the defaults where the file has errors; *exwm-vrctl status* says so.

Numbers and *true* and *false* are written without quotes; any other value is text
and may have quotes. Text that begins with one of *#&\*!%@[{|>'"`* needs them. The
file is at most 1 MiB of UTF-8; YAML's anchors, aliases and tags are refused.
)";

constexpr std::string_view keys_beginning = R"(
# KEYS

A name with a dot is a key inside a section:

```
keyboard:
  layout: us,de
```

A name with *[]* is a key of each mapping of a list.
)";

constexpr std::string_view chords = R"(
# KEY CHORDS

A single key with modifiers, as Emacs writes it: *s-1*, *S-s-<f5>*, *C-M-x*. Modifiers
are *s-* for Super, *S-* for Shift, *C-* for Ctrl and *M-* or *A-* for Alt. After them
stands one of these:

- a character: *s-a*, *s-&*, *s-é*. *s-&* is meant by what the key writes, wherever
  the layout has it and whether Shift is needed for it or not. *s-A* is *S-s-a*.
- *RET*, *TAB*, *SPC*, *ESC* or *DEL*; *DEL* is the key that is also called
  *<backspace>*.
- a name in angle brackets: Emacs' own, such as *<return>*, *<prior>*, *<left>*, *<f5>* or
  *<kp-add>*, or any name of XKB, such as *<XF86AudioPlay>*.

*s-S-1* means the key that writes 1 without Shift, together with Shift.

A chord that Emacs or another program has grabbed by IPC goes to that program.
)";

constexpr std::string_view ending = R"(
# EXAMPLE

```
windows:
  gap: 4
keyboard:
  layout: us,de
  options: grp:win_space_toggle
bindings:
  s-RET: spawn kitty
  s-d: none
outputs:
  - match: DP-1
    scale: 1.5
autostart:
  - waybar
```

# SEE ALSO

*exwm-vr*(1), *exwm-vrctl*(1), *xkeyboard-config*(7)
)";

void print_actions() {
    exwm_vr::print_to(stdout, "\n# ACTIONS\n");
    for (const ActionDoc& action : describe_actions()) {
        exwm_vr::print_to(
            stdout,
            "\n*{}*\n\t{}\n",
            escaped_for_manual(action.form),
            escaped_for_manual(action.help)
        );
    }
    exwm_vr::print_to(stdout, "\n*none*\n\tTakes a default binding away.\n");
}

void print_default_bindings() {
    exwm_vr::print_to(stdout, "\n# DEFAULT BINDINGS\n\n");
    for (const Binding& binding : default_config().bindings) {
        exwm_vr::print_to(
            stdout,
            "- *{}*: {}\n",
            escaped_for_manual(to_string(binding.chord)),
            escaped_for_manual(to_string(binding.action))
        );
    }
}

void print_manual() {
    exwm_vr::print_to(stdout, "{}{}", beginning, keys_beginning);
    for (const KeyDoc& doc : describe_keys()) {
        exwm_vr::print_to(stdout, "{}", manual_entry(doc));
    }
    exwm_vr::print_to(stdout, "{}", chords);
    print_actions();
    print_default_bindings();
    exwm_vr::print_to(stdout, "{}", ending);
}

} // namespace

int main() {
    try {
        print_manual();
    } catch (const std::exception& error) {
        exwm_vr::print_to(stderr, "config-manual: {}\n", error.what());
        return 1;
    }
    return std::fflush(stdout) == 0 ? 0 : 1;
}
