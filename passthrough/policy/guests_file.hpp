// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/settings/key_doc.hpp"
#include "passthrough/policy/guest.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Guests and levels as their user describes them in YAML.
namespace exwm_vr::policy {

/// What files say.
struct Guests {
    Levels levels;
    std::vector<Guest> guests;
    /// Where a description asks for more than its level grants and does not get it, a line each:
    /// "guests.yaml:7:5: guests[0].gpu.vram_limit_mb: …".
    std::vector<std::string> notes;

    [[nodiscard]] const Guest* find(std::string_view name) const;
};

/// Reads a file's text. Its section `levels` changes @p levels for its own guests. A description
/// only ever lowers what its level grants. The error has one line for each problem, such as
/// "guests.yaml:3:12: guests[0].level: expected untrusted, low, …, got "lo"".
[[nodiscard]] Result<Guests>
parse_guests(std::string_view yaml, std::string_view file_name, const Levels& levels = {});

/// parse_guests() of a file that only this user or root may write.
[[nodiscard]] Result<Guests>
load_guests(const std::filesystem::path& file, const Levels& levels = {});

/// FOLDER/guests.yaml, whose levels are those of all guests, then FOLDER/guests.d/*.yaml in the
/// order of their names, each of which may change levels for its own guests. What is not there is
/// no error; a fault in any of them is, and a guest described twice.
[[nodiscard]] Result<Guests> load_all_guests(const std::filesystem::path& folder);

/// $XDG_CONFIG_HOME/exwm-vr, ~/.config/exwm-vr by default. Nothing where neither is known.
[[nodiscard]] std::filesystem::path
guests_folder(const std::function<const char*(const char*)>& environment);

/// Whether it can name a guest: letters, digits, '-', '_' and '.', at most 64, the first a letter
/// or digit.
[[nodiscard]] bool is_guest_name(std::string_view name);

/// All keys of the file, for its manual.
[[nodiscard]] std::vector<settings::KeyDoc> describe_guest_keys();

} // namespace exwm_vr::policy
