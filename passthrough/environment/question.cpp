// SPDX-License-Identifier: MIT
#include "passthrough/environment/question.hpp"

namespace exwm_vr::environment {
namespace {

std::string_view name_of(Question::Kind kind) {
    switch (kind) {
    case Question::Kind::file:
        return "file";
    case Question::Kind::slice:
        return "slice";
    case Question::Kind::field:
        return "field";
    case Question::Kind::exists:
        return "exists";
    case Question::Kind::link:
        return "link";
    case Question::Kind::identity:
        return "identity";
    case Question::Kind::names:
        return "names";
    case Question::Kind::variable:
        return "variable";
    case Question::Kind::mount:
        return "mount";
    case Question::Kind::cpuid:
        return "cpuid";
    case Question::Kind::signatures:
        return "signatures";
    case Question::Kind::pci:
        return "pci";
    case Question::Kind::tracer:
        return "tracer";
    case Question::Kind::architecture:
        return "architecture";
    }
    return "?";
}

} // namespace

std::string to_string(const Question& question) {
    std::string text(name_of(question.kind));
    for (const auto& part : {question.path, question.key}) {
        if (!part.empty()) {
            text += ' ' + part;
        }
    }
    return text;
}

std::string_view to_string(Answer::State state) {
    switch (state) {
    case Answer::State::known:
        return "known";
    case Answer::State::absent:
        return "absent";
    case Answer::State::denied:
        return "denied";
    case Answer::State::failed:
        return "failed";
    case Answer::State::unasked:
        return "unasked";
    }
    return "?";
}

} // namespace exwm_vr::environment
