// SPDX-License-Identifier: MIT
// Files and output of programs that facts of a host are in.
#include "base/text.hpp"
#include "passthrough/launch/read_host.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace exwm_vr::launch {
namespace {

/// Calls @p use with each line.
template <typename Use>
void each_line(std::string_view text, Use use) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        use(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// The fields of a line between colons; those that it has not are empty.
template <std::size_t count>
std::array<std::string_view, count> fields(std::string_view line) {
    std::array<std::string_view, count> found;
    for (auto& field : found) {
        const auto end = std::min(line.find(':'), line.size());
        field = line.substr(0, end);
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return found;
}

std::optional<std::uint32_t> id_in(std::string_view text) {
    std::uint32_t id = 0;
    const auto* const end = text.data() + text.size();
    const auto [after, error] =
        std::from_chars(text.data(), end, id); // NOLINT(*-stringview-data-usage): has an end
    // The highest number is (uid_t) -1, no id.
    return error == std::errc() && after == end && id != std::numeric_limits<std::uint32_t>::max()
               ? std::optional(id)
               : std::nullopt;
}

/// Runs of ids of those owners that @p wanted is true for.
template <typename Wanted>
std::vector<IdRange> ranges_if(std::string_view text, Wanted wanted) {
    std::vector<IdRange> ranges;
    each_line(text, [&](std::string_view line) {
        const auto [owner, first, count] = fields<3>(line);
        const auto from = id_in(first);
        const auto many = id_in(trimmed(count));
        if (wanted(owner) && from && many && *many != 0) {
            ranges.push_back({.first = *from, .count = *many});
        }
    });
    return ranges;
}

} // namespace

std::map<std::string, std::uint32_t> groups_in(std::string_view text) {
    std::map<std::string, std::uint32_t> groups;
    each_line(text, [&](std::string_view line) {
        const auto [name, password, number] = fields<3>(line);
        if (const auto id = id_in(number); id && !name.empty()) {
            groups.emplace(name, *id);
        }
    });
    return groups;
}

std::vector<IdRange> ranges_in(std::string_view text, std::string_view user, std::uint32_t uid) {
    return ranges_if(text, [&, number = std::to_string(uid)](std::string_view owner) {
        return owner == user || owner == number;
    });
}

std::vector<IdRange>
ranges_of_others(std::string_view text, std::string_view user, std::uint32_t uid) {
    return ranges_if(text, [&, number = std::to_string(uid)](std::string_view owner) {
        return owner != user && owner != number;
    });
}

std::vector<IdRange> ids_in(std::string_view text) {
    std::vector<IdRange> ids;
    each_line(text, [&](std::string_view line) {
        if (const auto id = id_in(fields<3>(line)[2])) {
            ids.push_back({.first = *id, .count = 1});
        }
    });
    return ids;
}

std::set<std::string> properties_in(std::string_view text) {
    std::set<std::string> properties;
    each_line(text, [&](std::string_view line) {
        const auto name = trimmed(line.substr(0, line.find('=')));
        if (line.starts_with(' ') && line.contains('=') && !name.contains(' ')) {
            properties.emplace(name);
        }
    });
    return properties;
}

} // namespace exwm_vr::launch
