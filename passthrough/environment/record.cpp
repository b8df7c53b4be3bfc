// SPDX-License-Identifier: MIT
#include "passthrough/environment/record.hpp"

#include "base/table.hpp"
#include "base/text.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <optional>
#include <utility>

namespace exwm_vr::environment {
namespace {

using nlohmann::json;

constexpr std::string_view format_name = "exwm-vr environment";
constexpr int format_version = 1;
constexpr int deepest = 4; // far more than a record has

constexpr std::array<std::pair<std::string_view, Answer::State>, 4> states{{
    {"absent", Answer::State::absent},
    {"denied", Answer::State::denied},
    {"failed", Answer::State::failed},
    {"unasked", Answer::State::unasked},
}};

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        hex += digits[byte >> 4U];
        hex += digits[byte & 0xFU];
    }
    return hex;
}

std::optional<std::string> from_hex(std::string_view hex) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string bytes;
    if (hex.size() % 2 != 0) {
        return std::nullopt;
    }
    for (; !hex.empty(); hex.remove_prefix(2)) {
        const auto high = digits.find(hex[0]);
        const auto low = digits.find(hex[1]);
        if (high == std::string_view::npos || low == std::string_view::npos) {
            return std::nullopt;
        }
        bytes += static_cast<char>((high << 4U) | low);
    }
    return bytes;
}

json json_of(const Answer& answer) {
    if (answer == Answer{.state = Answer::State::absent}) {
        return {};
    }
    if (!answer.known()) {
        json object{{"state", to_string(answer.state)}};
        if (!answer.text.empty()) {
            object["why"] = answer.text;
        }
        return object;
    }
    const bool is_text = valid_utf8(answer.text);
    if (is_text && !answer.truncated) {
        return answer.text;
    }
    json object = is_text ? json{{"text", answer.text}} : json{{"hex", to_hex(answer.text)}};
    if (answer.truncated) {
        object["truncated"] = true;
    }
    return object;
}

Result<Answer> known_answer(std::string text, bool truncated = false) {
    if (text.size() > longest_answer) {
        return fail("it has {} bytes, more than the {} allowed", text.size(), longest_answer);
    }
    return Answer{.state = Answer::State::known, .text = std::move(text), .truncated = truncated};
}

Result<Answer> unknown_answer(const json& value) {
    Answer answer;
    for (const auto& [key, entry] : value.items()) {
        if (!entry.is_string()) {
            return fail("'{}' is not text", printable(key));
        }
        const auto& text = entry.get_ref<const std::string&>();
        if (key == "why") {
            answer.text = text;
            continue;
        }
        const auto* const state =
            std::ranges::find(states, text, &decltype(states)::value_type::first);
        if (key != "state" || state == states.end()) {
            return fail("'{}' is not one of absent, denied, failed, unasked", printable(text));
        }
        answer.state = state->second;
    }
    return answer.text.size() <= longest_answer ? Result<Answer>(std::move(answer))
                                                : fail("'why' is too long");
}

Result<Answer> parse_answer(const json& value) {
    if (value.is_string()) {
        return known_answer(value.get<std::string>());
    }
    if (value.is_null()) {
        return Answer{.state = Answer::State::absent};
    }
    if (!value.is_object()) {
        return fail("it is neither text, null nor an object");
    }
    if (value.contains("state")) {
        return unknown_answer(value);
    }
    std::optional<std::string> bytes;
    bool truncated = false;
    for (const auto& [key, entry] : value.items()) {
        if (key == "truncated" && entry.is_boolean()) {
            truncated = entry.get<bool>();
        } else if (key == "text" && entry.is_string()) {
            bytes = entry.get<std::string>();
        } else if (key == "hex" && entry.is_string()) {
            bytes = from_hex(entry.get_ref<const std::string&>());
            if (!bytes) {
                return fail("'hex' is not pairs of the digits 0 to f");
            }
        } else {
            return fail("'{}' is unknown or of the wrong type", printable(key));
        }
    }
    return bytes ? known_answer(std::move(*bytes), truncated)
                 : Result<Answer>(fail("it has none of 'text', 'hex' and 'state'"));
}

/// The parser's own message without its number: "[json.exception.parse_error.101] parse error …".
std::string message_of(const json::exception& error) {
    const std::string_view text(error.what());
    const auto end = text.find("] ");
    return printable(end == std::string_view::npos ? text : text.substr(end + 2));
}

Result<json> parse_json(std::string_view text) {
    struct TooDeep {};

    try {
        return json::parse(text, [](int depth, json::parse_event_t, json&) {
            if (depth > deepest) {
                throw TooDeep();
            }
            return true;
        });
    } catch (const TooDeep&) {
        return fail("it is nested too deeply");
    } catch (const json::exception& error) {
        return fail("{}", message_of(error));
    }
}

} // namespace

Result<Record> Record::parse(std::string_view text, std::string_view name) {
    if (text.size() > longest_record) {
        return fail("{}: longer than {} bytes", name, longest_record);
    }
    auto document = parse_json(text);
    if (!document) {
        return fail("{}: {}", name, document.error().message);
    }
    if (!document->is_object() || document->value("format", json()) != format_name) {
        return fail("{}: no record of an environment: 'format' is not '{}'", name, format_name);
    }
    if (document->value("version", json()) != format_version) {
        return fail("{}: 'version' is not {}", name, format_version);
    }
    Record record;
    for (const auto& [key, value] : document->items()) {
        if (key == "format" || key == "version") {
            continue;
        }
        if (key == "about" && value.is_string()) {
            record.about_ = value.get<std::string>();
        } else if (key == "otherwise" && value.is_object()) {
            auto otherwise = unknown_answer(value);
            if (!otherwise) {
                return fail("{}: otherwise: {}", name, otherwise.error().message);
            }
            record.otherwise_ = std::move(*otherwise);
        } else if (key == "answers" && value.is_object()) {
            for (const auto& [question, given] : value.items()) {
                auto answer = parse_answer(given);
                if (!answer) {
                    return fail(
                        "{}: answers: '{}': {}", name, printable(question), answer.error().message
                    );
                }
                record.answers_.emplace(question, std::move(*answer));
            }
        } else {
            return fail("{}: '{}' is unknown or of the wrong type", name, printable(key));
        }
    }
    return record;
}

std::string Record::to_json() const {
    json document{{"format", format_name}, {"version", format_version}};
    if (!about_.empty()) {
        document["about"] = about_;
    }
    if (otherwise_ != Answer{}) {
        document["otherwise"] = json_of(otherwise_);
    }
    auto& answers = document["answers"] = json::object();
    for (const auto& [question, answer] : answers_) {
        answers[question] = json_of(answer);
    }
    // Names of files are bytes: what is no UTF-8 in a question is replaced, not refused.
    return document.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

Answer Record::answer(const Question& question) const {
    const auto found = answers_.find(to_string(question));
    return found != answers_.end() ? found->second : otherwise_;
}

void Record::add(const Question& question, Answer answer) {
    answers_.emplace(to_string(question), std::move(answer));
}

Answer Recorder::ask(const Question& question) {
    if (const auto known = record_.answer(question); known != Answer{}) {
        return known;
    }
    auto answer = probe_.ask(question);
    record_.add(question, answer);
    return answer;
}

} // namespace exwm_vr::environment
