// SPDX-License-Identifier: MIT
#include "passthrough/audit/record.hpp"

#include "base/format.hpp"
#include "passthrough/policy/words.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ctime>

namespace exwm_vr::audit {

namespace {

using nlohmann::json;

constexpr std::uint64_t second = 1'000'000'000;

/// @p text cut to what a field may hold, at the end of a character.
std::string cut(std::string_view text) {
    std::size_t size = std::min(text.size(), longest_field);
    while (size > 0 && size < text.size() &&
           (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) {
        --size;
    }
    return std::string{text.substr(0, size)};
}

std::optional<std::string> text_of(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string()) {
        return std::nullopt;
    }
    return found->get<std::string>();
}

std::optional<policy::Asker> asker_of(const json& object) {
    const auto pid = object.find("pid");
    if (pid == object.end() || !pid->is_number_integer()) {
        return std::nullopt;
    }
    return policy::Asker{
        .engine = text_of(object, "engine").value_or(""),
        .pid = pid->get<std::int64_t>(),
        .executable = text_of(object, "executable").value_or(""),
    };
}

} // namespace

Record record_of(const policy::Denial& denial, std::uint64_t time_ns) {
    return {
        .time_ns = time_ns,
        .guest = denial.guest,
        .level = denial.level,
        .event = "denied",
        .reason = std::string{to_string(denial.reason)},
        .what = denial.what,
        .asker = denial.asker,
    };
}

std::string to_line(const Record& record) {
    json object = {
        {"time", time_to_string(record.time_ns)},
        {"time_ns", record.time_ns},
        {"guest", cut(record.guest)},
        {"level", policy::to_string(record.level)},
        {"event", cut(record.event)},
        {"reason", cut(record.reason)},
        {"what", cut(record.what)},
    };
    if (record.asker) {
        object["engine"] = cut(record.asker->engine);
        object["pid"] = record.asker->pid;
        object["executable"] = cut(record.asker->executable);
    }
    return object.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

std::optional<Record> from_line(std::string_view line) {
    const json object = json::parse(line, nullptr, false);
    if (!object.is_object()) {
        return std::nullopt;
    }
    const auto time = object.find("time_ns");
    const auto level = policy::from_string<policy::Level>(text_of(object, "level").value_or(""));
    const auto guest = text_of(object, "guest");
    const auto event = text_of(object, "event");
    if (time == object.end() || !time->is_number_unsigned() || !level || !guest || !event) {
        return std::nullopt;
    }
    return Record{
        .time_ns = time->get<std::uint64_t>(),
        .guest = *guest,
        .level = *level,
        .event = *event,
        .reason = text_of(object, "reason").value_or(""),
        .what = text_of(object, "what").value_or(""),
        .asker = asker_of(object),
    };
}

std::string asker_to_string(const Record& record) {
    if (!record.asker) {
        return {};
    }
    const auto& [engine, pid, executable] = *record.asker;
    return formatted(
        " from {}{}pid {}{}{}",
        executable,
        executable.empty() ? "" : ", ",
        pid,
        engine.empty() ? "" : ", in a sandbox of ",
        engine
    );
}

std::string time_to_string(std::uint64_t time_ns) {
    const auto seconds = static_cast<std::time_t>(time_ns / second);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    return formatted(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}Z",
        parts.tm_year + 1900,
        parts.tm_mon + 1,
        parts.tm_mday,
        parts.tm_hour,
        parts.tm_min,
        parts.tm_sec,
        time_ns % second
    );
}

} // namespace exwm_vr::audit
