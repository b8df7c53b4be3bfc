// SPDX-License-Identifier: MIT
#include "passthrough/environment/match.hpp"

#include "base/format.hpp"
#include "base/table.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstddef>

namespace exwm_vr::environment {
namespace {

constexpr std::size_t signature_length = 12;
constexpr std::string_view blanks{" \t\r\n\0", 5};

Truth truth(bool holds) {
    return holds ? Truth::yes : Truth::no;
}

bool contains_any_case(std::string_view text, std::string_view part) {
    return !std::ranges::search(text, part, [](unsigned char a, unsigned char b) {
                return std::tolower(a) == std::tolower(b);
            }).empty();
}

template <typename Holds>
bool any_word(std::string_view text, Holds holds) {
    while (true) {
        const auto begin = text.find_first_not_of(blanks);
        if (begin == std::string_view::npos) {
            return false;
        }
        text.remove_prefix(begin);
        const auto end = std::min(text.find_first_of(blanks), text.size());
        if (holds(text.substr(0, end))) {
            return true;
        }
        text.remove_prefix(end);
    }
}

bool has_long_id(std::string_view text, std::string_view before) {
    constexpr std::size_t digits = 64;
    constexpr std::string_view hex = "0123456789abcdef";
    for (auto at = text.find(before); at != std::string_view::npos;
         at = text.find(before, at + 1)) {
        const auto id = text.substr(at + before.size(), digits);
        if (id.size() == digits && id.find_first_not_of(hex) == std::string_view::npos) {
            return true;
        }
    }
    return false;
}

bool has_signature(std::string_view all, std::string_view wanted) {
    for (; all.size() >= signature_length; all.remove_prefix(signature_length)) {
        const auto one = all.substr(0, signature_length);
        if (one.starts_with(wanted) &&
            one.find_first_not_of('\0', wanted.size()) == std::string_view::npos) {
            return true;
        }
    }
    return false;
}

Truth bit(std::string_view bytes, unsigned number) {
    if (number / 8 >= bytes.size()) {
        return Truth::unknown;
    }
    return truth(((static_cast<unsigned char>(bytes[number / 8]) >> (number % 8)) & 1U) != 0);
}

Truth hex_bit(std::string_view text, unsigned number) {
    std::uint64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    return read.ec == std::errc() ? truth(((value >> number) & 1U) != 0) : Truth::unknown;
}

/// Of a known answer.
Truth compare(const Condition& condition, const Answer& answer) {
    const auto text = trimmed(answer.text);
    switch (condition.match) {
    case Match::exists:
        return Truth::yes;
    case Match::absent:
        return Truth::no;
    case Match::equals:
        return truth(text == condition.text);
    case Match::prefix:
        return truth(text.starts_with(condition.text));
    case Match::contains:
        return truth(text.contains(condition.text));
    case Match::contains_any_case:
        return truth(contains_any_case(text, condition.text));
    case Match::lacks:
        return truth(!text.contains(condition.text));
    case Match::word:
        return truth(any_word(text, [&](auto word) { return word == condition.text; }));
    case Match::word_prefix:
        return truth(any_word(text, [&](auto word) { return word.starts_with(condition.text); }));
    case Match::long_id:
        return truth(has_long_id(text, condition.text));
    case Match::signature:
        return truth(has_signature(answer.text, condition.text));
    case Match::bit:
        return bit(answer.text, condition.number);
    case Match::no_clear_bit:
        return truth(bit(answer.text, condition.number) != Truth::no);
    case Match::hex_bit:
        return hex_bit(text, condition.number);
    case Match::manager:
        return truth(!manager_called(text).empty());
    case Match::set:
        return truth(!text.empty());
    case Match::empty:
        return truth(text.empty());
    case Match::differs:
    case Match::same:
        break; // two answers: see holds()
    }
    return Truth::unknown;
}

/// Whether what was cut off an answer can make a condition hold that does not, or the other way.
bool may_be_in_the_rest(Match match, Truth so_far) {
    switch (match) {
    case Match::contains:
    case Match::contains_any_case:
    case Match::word:
    case Match::word_prefix:
    case Match::long_id:
    case Match::signature:
        return so_far == Truth::no;
    case Match::lacks:
        return so_far == Truth::yes;
    default:
        return false;
    }
}

Truth holds(const Condition& condition, const Answer& answer, Probe& probe) {
    if (condition.match == Match::absent && answer.state == Answer::State::absent) {
        return Truth::yes;
    }
    if (condition.match == Match::no_clear_bit && !answer.known()) {
        return Truth::yes;
    }
    if (condition.match == Match::differs || condition.match == Match::same) {
        const auto other = answer.known() ? probe.ask(condition.other) : answer;
        return other.known()
                   ? truth((answer.text == other.text) == (condition.match == Match::same))
                   : Truth::unknown;
    }
    if (answer.state == Answer::State::absent) {
        return truth(condition.match == Match::lacks);
    }
    if (answer.unknown()) {
        return Truth::unknown;
    }
    const auto result = compare(condition, answer);
    return answer.truncated && may_be_in_the_rest(condition.match, result) ? Truth::unknown
                                                                           : result;
}

Evidence evidence_of(const Question& question, const Answer& answer) {
    const bool is_there = question.kind == Question::Kind::exists && answer.known();
    return {.question = to_string(question), .answer = is_there ? "it is there" : shown(answer)};
}

std::string in_hex(std::string_view bytes, std::size_t longest) {
    std::string text;
    for (const unsigned char byte : bytes.substr(0, longest)) {
        text += formatted("{:02x}", byte);
    }
    return text;
}

} // namespace

std::string shown(const Answer& answer) {
    constexpr std::size_t longest = 80;
    if (!answer.known()) {
        const std::string state(to_string(answer.state));
        return answer.text.empty() ? state : state + ": " + printable(answer.text);
    }
    // Zeros end names in device trees and signatures; they say nothing to people, as does where a
    // line ends.
    std::string text(trimmed(std::string_view(answer.text).substr(0, 4 * longest)));
    std::ranges::replace(text, '\0', ' ');
    std::ranges::replace(text, '\n', ' ');
    const bool is_text = valid_utf8(text) && std::ranges::none_of(text, [](unsigned char c) {
                             return c < ' ' && c != '\t';
                         });
    text = is_text ? printable(trimmed(text)) : in_hex(answer.text, longest);
    if (text.size() > longest) {
        std::size_t end = longest;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
            --end; // not inside a character
        }
        text = text.substr(0, end) + "…";
    }
    return text;
}

Finding apply(const Rule& rule, Probe& probe) {
    Finding finding{.rule = &rule, .truth = Truth::yes, .id = std::string(rule.id), .evidence = {}};
    for (const auto& condition : rule.when) {
        Truth any = Truth::no;
        std::vector<Evidence> unseen;
        for (const auto& question : condition.of) {
            const auto answer = probe.ask(question);
            const auto one = holds(condition, answer, probe);
            if (one == Truth::no) {
                continue;
            }
            any = one;
            auto& evidence = one == Truth::unknown ? unseen : finding.evidence;
            if (one == Truth::unknown || finding.truth == Truth::yes) {
                evidence.push_back(evidence_of(question, answer));
                if (!condition.other.path.empty()) {
                    evidence.push_back(evidence_of(condition.other, probe.ask(condition.other)));
                }
            }
            if (one == Truth::yes) {
                if (condition.match == Match::manager && rule.id.empty()) {
                    finding.id = manager_called(trimmed(answer.text));
                }
                break;
            }
        }
        if (any == Truth::no) {
            return {.rule = &rule, .truth = Truth::no, .id = {}, .evidence = {}};
        }
        if (any == Truth::unknown) {
            if (finding.truth == Truth::yes) {
                finding.evidence.clear();
            }
            finding.truth = Truth::unknown;
            std::ranges::move(unseen, std::back_inserter(finding.evidence));
        }
    }
    return finding;
}

} // namespace exwm_vr::environment
