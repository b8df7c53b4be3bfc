// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Text as the languages of generated files want it: what is read back is what was meant.
namespace exwm_vr::launch {

/// One word of a POSIX shell.
[[nodiscard]] std::string shell_word(std::string_view text);

/// One word of a list in a systemd unit: quoted, with specifiers and variables left alone.
[[nodiscard]] std::string unit_word(std::string_view text);

/// A value that takes the rest of its line in a systemd unit or Quadlet, such as a path.
[[nodiscard]] std::string unit_value(std::string_view text);

/// One word where quotes hold words together and nothing takes their meaning away, as in .nspawn
/// files and LXC's commands.
[[nodiscard]] std::string quoted_word(std::string_view text);

/// A string in YAML, always in double quotes: "no" and 0755 stay what they are.
[[nodiscard]] std::string yaml_string(std::string_view text);

/// An attribute's value or the text of an element in XML.
[[nodiscard]] std::string xml_text(std::string_view text);

/// A value among those of an option of QEMU's, where a comma ends it.
[[nodiscard]] std::string qemu_value(std::string_view text);

/// A path in an fstab line, as LXC's mount entries are.
[[nodiscard]] std::string fstab_path(std::string_view text);

/// "512 MiB", where it is a whole number of them; else bytes.
[[nodiscard]] std::string bytes_for_people(std::uint64_t bytes);

/// Lines of comments, broken at words; @p prefix begins each.
[[nodiscard]] std::string comment(std::string_view text, std::string_view prefix = "# ");

} // namespace exwm_vr::launch
