// SPDX-License-Identifier: MIT
#include "passthrough/policy/guests_file.hpp"

#include "base/settings/file.hpp"
#include "base/settings/report.hpp"
#include "base/settings/yaml.hpp"
#include "base/text.hpp"
#include "passthrough/policy/description.hpp"
#include "passthrough/policy/resolve.hpp"

#include <algorithm>
#include <ranges>
#include <system_error>
#include <unordered_set>

namespace exwm_vr::policy {

namespace {

namespace fs = std::filesystem;
using settings::Report;
using settings::yaml::Node;

std::vector<std::string> lines_of(const Report& report) {
    std::vector<std::string> lines;
    for (const auto line : std::views::split(report.text(), '\n')) {
        if (!line.empty()) {
            lines.emplace_back(std::string_view{line});
        }
    }
    return lines;
}

/// What the keys say themselves must have been found good.
Guests resolve_all(
    const GuestsDescription& description,
    const Node& root,
    const Levels& levels,
    std::string_view file_name,
    Report& report
) {
    Guests guests;
    guests.levels = resolve(description.levels, levels, root.find("levels"), report);
    std::unordered_set<std::string_view> names;
    for (std::size_t i = 0; i < description.guests.size(); ++i) {
        const Node& node = root.find("guests")->items.at(i);
        const std::string path = settings::element_path("guests", i);
        Report notes{file_name};
        Guest guest = resolve(description.guests[i], guests.levels, node, path, report, notes);
        guest.notes = lines_of(notes);
        guests.notes.append_range(guest.notes);
        if (!names.insert(description.guests[i].name).second) {
            report.add(
                node.find("name")->place,
                settings::member_path(path, "name"),
                formatted("{} is described twice", in_quotes(guest.name))
            );
        }
        guests.guests.push_back(std::move(guest));
    }
    return guests;
}

/// The *.yaml files of @p folder by name; hidden ones, as editors leave them, are left out.
Result<std::vector<fs::path>> yaml_files(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator it{folder, error}, end; !error && it != end; it.increment(error)) {
        const auto& path = it->path();
        if (path.extension() == ".yaml" && !path.filename().string().starts_with('.')) {
            files.push_back(path);
        }
    }
    if (error && error != std::errc::no_such_file_or_directory) {
        return fail("{}: cannot be read: {}", folder.string(), error.message());
    }
    std::ranges::sort(files);
    return files;
}

bool is_missing(const fs::path& path) {
    // What cannot be looked at is still read, which then names the reason.
    std::error_code error;
    return fs::status(path, error).type() == fs::file_type::not_found;
}

} // namespace

const Guest* Guests::find(std::string_view name) const {
    const auto found = std::ranges::find(guests, name, &Guest::name);
    return found == guests.end() ? nullptr : &*found;
}

Result<Guests>
parse_guests(std::string_view yaml, std::string_view file_name, const Levels& levels) {
    Report report{file_name};
    Guests guests;
    guests.levels = levels;
    if (const auto root = settings::yaml::read(yaml, report)) {
        GuestsDescription description;
        settings::read_mapping(*root, description, guest_keys(), report, "");
        if (report.empty()) {
            guests = resolve_all(description, *root, levels, file_name, report);
        }
    }
    if (!report.empty()) {
        return std::unexpected(Error{report.text()});
    }
    return guests;
}

Result<Guests> load_guests(const fs::path& file, const Levels& levels) {
    return settings::read_file(file, settings::Trust::own).and_then([&](const std::string& text) {
        return parse_guests(text, file.string(), levels);
    });
}

Result<Guests> load_all_guests(const fs::path& folder) {
    Guests all;
    if (const auto file = folder / "guests.yaml"; !is_missing(file)) {
        auto guests = load_guests(file);
        if (!guests) {
            return guests;
        }
        all = *std::move(guests);
    }
    const auto files = yaml_files(folder / "guests.d");
    if (!files) {
        return std::unexpected(files.error());
    }
    for (const auto& file : *files) {
        auto more = load_guests(file, all.levels);
        if (!more) {
            return more;
        }
        for (auto& guest : more->guests) {
            if (all.find(guest.name) != nullptr) {
                return fail(
                    "{}: guest {} is described in another file too",
                    file.string(),
                    in_quotes(guest.name)
                );
            }
            all.guests.push_back(std::move(guest));
        }
        all.notes.append_range(std::move(more->notes));
    }
    return all;
}

fs::path guests_folder(const std::function<const char*(const char*)>& environment) {
    const auto absolute = [&](const char* name) -> fs::path {
        const char* const value = environment(name);
        fs::path path = value == nullptr ? "" : value;
        return path.is_absolute() ? path : fs::path{};
    };
    if (const auto own = absolute("XDG_CONFIG_HOME"); !own.empty()) {
        return own / "exwm-vr";
    }
    const auto home = absolute("HOME");
    return home.empty() ? fs::path{} : home / ".config" / "exwm-vr";
}

} // namespace exwm_vr::policy
