// SPDX-License-Identifier: MIT
#include "passthrough/gpu/tree.hpp"

#include "base/text.hpp"
#include "passthrough/environment/machine_probe.hpp"
#include "passthrough/environment/read_file.hpp"
#include "passthrough/gpu/tree_record.hpp"

#include <climits>

#include <unistd.h>

#include <array>
#include <charconv>
#include <filesystem>
#include <ranges>
#include <system_error>

namespace exwm_vr::gpu {

namespace fs = std::filesystem;

Tree::Tree(std::string root)
    : root_(std::move(root)) {
    if (!root_.empty()) {
        std::error_code error;
        const auto whole = fs::canonical(root_, error);
        root_ = error ? root_ : whole.string();
    }
    if (root_ == "/") {
        root_.clear();
    }
}

Tree::Tree(std::string root, TreeRecord& record)
    : Tree(std::move(root)) {
    record = TreeRecord(root_);
    record_ = &record;
}

Answer Tree::text(const std::string& path) const {
    auto answer = environment::read_file(at(path), environment::longest_answer);
    answer.text = trimmed(answer.text);
    if (record_ != nullptr) {
        record_->text(path, answer);
    }
    return answer;
}

std::vector<std::string> Tree::names(const std::string& path, std::string_view prefix) const {
    using environment::Question;
    environment::MachineProbe probe(root_);
    const auto answer =
        probe.ask({.kind = Question::Kind::names, .path = path, .key = std::string(prefix)});
    std::vector<std::string> found;
    for (const auto part : std::views::split(std::string_view(answer.text), '\n')) {
        if (answer.known() && !part.empty()) {
            found.emplace_back(std::string_view(part));
        }
    }
    if (record_ != nullptr) {
        record_->names(path, found);
    }
    return found;
}

std::string Tree::link_name(const std::string& path) const {
    if (record_ != nullptr) {
        record_->link(path);
    }
    std::array<char, PATH_MAX> target{};
    const auto length = readlink(at(path).c_str(), target.data(), target.size());
    return length > 0 ? fs::path(std::string(target.data(), static_cast<std::size_t>(length)))
                            .filename()
                            .string()
                      : "";
}

std::string Tree::real(const std::string& path) const {
    if (record_ != nullptr) {
        record_->entry(path);
    }
    std::error_code error;
    auto whole = fs::canonical(at(path), error).string();
    // What leads out of the tree is not of this machine.
    if (error || !whole.starts_with(root_ + '/')) {
        return "";
    }
    return whole.substr(root_.size());
}

bool Tree::exists(const std::string& path) const {
    return status(path).has_value();
}

std::optional<struct stat> Tree::status(const std::string& path) const {
    if (record_ != nullptr) {
        record_->entry(path);
    }
    struct stat found{};
    return stat(at(path).c_str(), &found) == 0 ? std::optional(found) : std::nullopt;
}

std::optional<std::uint64_t> number_in(std::string_view text) {
    const int base = text.starts_with("0x") ? 16 : 10;
    text.remove_prefix(base == 16 ? 2 : 0);
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    // NOLINTNEXTLINE(*-stringview-data-usage): it has an end
    const auto read = std::from_chars(text.data(), end, number, base);
    return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

} // namespace exwm_vr::gpu
