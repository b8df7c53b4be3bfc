// SPDX-License-Identifier: MIT
#include "passthrough/gpu/tree_record.hpp"

#include "base/format.hpp"
#include "base/table.hpp"
#include "passthrough/environment/match.hpp"

#include <climits>

#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <list>

namespace exwm_vr::gpu {

namespace {

namespace fs = std::filesystem;
using environment::Answer;

/// Whether a name can stand in a line before what says what it is.
bool fits(std::string_view name) {
    return !name.contains(" =") && !name.contains(" -> ") && std::ranges::none_of(name, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    });
}

std::string escaped(std::string_view text) {
    std::string line;
    for (const char c : text) {
        if (c == '\n') {
            line += "\\n";
        } else if (c == '\0') {
            line += "\\0";
        } else if (c == '\\') {
            line += "\\\\";
        } else {
            line += c;
        }
    }
    return line;
}

std::string target_of(const std::string& path) {
    std::array<char, PATH_MAX> target{};
    const auto length = readlink(path.c_str(), target.data(), target.size());
    return length > 0 ? std::string(target.data(), static_cast<std::size_t>(length)) : "";
}

} // namespace

void TreeRecord::note(std::string_view line) {
    notes_.insert(printable(line));
}

void TreeRecord::add_link(const std::string& path, std::string target) {
    if (target.starts_with('/') && root_.empty()) {
        // In a tree it would lead out of it.
        target = fs::path(target).lexically_relative(fs::path(path).parent_path()).string();
    }
    entries_[path] = {.kind = Entry::Kind::link, .text = std::move(target)};
}

std::optional<std::string> TreeRecord::follow(const std::string& path) {
    constexpr unsigned most_links = 40; // as the kernel has it
    const auto parts_of = [](const std::string& text) {
        std::list<std::string> parts;
        for (const auto& part : fs::path(text).relative_path()) {
            parts.push_back(part.string());
        }
        return parts;
    };
    unsigned links = 0;
    fs::path real = "/";
    auto left = parts_of(path);
    while (!left.empty()) {
        const auto part = std::move(left.front());
        left.pop_front();
        if (part.empty() || part == ".") {
            continue;
        }
        if (part == "..") {
            real = real.parent_path();
            continue;
        }
        const auto next = real / part;
        struct stat status{};
        if (lstat((root_ + next.string()).c_str(), &status) != 0) {
            return std::nullopt;
        }
        if (!S_ISLNK(status.st_mode)) {
            real = next;
            continue;
        }
        const auto target = target_of(root_ + next.string());
        add_link(next.string(), target);
        const bool leads_out = target.starts_with('/') && !root_.empty();
        if (target.empty() || leads_out || ++links > most_links) {
            return std::nullopt;
        }
        real = target.starts_with('/') ? fs::path("/") : real;
        left.splice(left.begin(), parts_of(target));
    }
    return real.string();
}

void TreeRecord::add(const std::string& path) {
    struct stat status{};
    if (lstat((root_ + path).c_str(), &status) != 0) {
        return;
    }
    if (S_ISLNK(status.st_mode)) {
        add_link(path, target_of(root_ + path));
        return;
    }
    if (S_ISCHR(status.st_mode)) {
        note(formatted(
            "{} is {}:{}, of user {} and group {}, mode {:04o}",
            path,
            major(status.st_rdev),
            minor(status.st_rdev),
            status.st_uid,
            status.st_gid,
            status.st_mode & 07777U
        ));
    }
    entries_.try_emplace(
        path, Entry{S_ISDIR(status.st_mode) ? Entry::Kind::folder : Entry::Kind::file, {}}
    );
}

void TreeRecord::text(const std::string& path, const Answer& answer) {
    const auto real = follow(path);
    if (answer.unknown() || answer.truncated) {
        note(formatted(
            "{}: {}", path, answer.truncated ? "it is too long" : environment::shown(answer)
        ));
    } else if (real && answer.known()) {
        entries_[*real] = {.kind = Entry::Kind::file, .text = answer.text};
    }
}

void TreeRecord::names(const std::string& path, const std::vector<std::string>& found) {
    const auto real = follow(path);
    if (!real) {
        return;
    }
    add(*real);
    for (const auto& name : found) {
        add(*real + '/' + name);
    }
}

void TreeRecord::link(const std::string& path) {
    const fs::path whole(path);
    if (const auto folder = follow(whole.parent_path().string())) {
        add((fs::path(*folder) / whole.filename()).string());
    }
}

void TreeRecord::entry(const std::string& path) {
    if (const auto real = follow(path)) {
        add(*real);
    }
}

std::string TreeRecord::to_text() const {
    std::string text;
    for (const auto& line : notes_) {
        text += "# " + line + "\n";
    }
    std::string folder;
    for (const auto& [path, entry] : entries_) {
        const bool has_entries = [&] {
            const auto next = entries_.upper_bound(path + '/');
            return next != entries_.end() && next->first.starts_with(path + '/');
        }();
        if (entry.kind == Entry::Kind::folder && (has_entries || path == "/")) {
            continue; // made with what is in it
        }
        const auto end = path.rfind('/');
        const auto parent = path.substr(0, end);
        auto name = path.substr(end + 1);
        if (!fits(path) || (entry.kind == Entry::Kind::link && !fits(entry.text))) {
            text += "# " + printable(path) + ": its name cannot be written here\n";
            continue;
        }
        if (name.starts_with('#') || name.starts_with("in ") || parent.empty()) {
            name = path;
        } else if (parent != folder) {
            text += "in " + parent + "\n";
            folder = parent;
        }
        switch (entry.kind) {
        case Entry::Kind::folder:
            text += name + "/\n";
            break;
        case Entry::Kind::file:
            text += name + (entry.text.empty() ? " =" : " = ") + escaped(entry.text) + "\n";
            break;
        case Entry::Kind::link:
            text += name + " -> " + entry.text + "\n";
            break;
        }
    }
    return text;
}

} // namespace exwm_vr::gpu
