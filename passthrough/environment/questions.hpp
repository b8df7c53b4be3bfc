// SPDX-License-Identifier: MIT
// Short names for what rules ask, so that their tables read as such.
#pragma once

#include "passthrough/environment/question.hpp"

#include <string>
#include <utility>

namespace exwm_vr::environment {

inline Question file(std::string path) {
    return {.kind = Question::Kind::file, .path = std::move(path), .key = {}};
}

inline Question slice(std::string path, std::string range) {
    return {.kind = Question::Kind::slice, .path = std::move(path), .key = std::move(range)};
}

inline Question field(std::string path, std::string key) {
    return {.kind = Question::Kind::field, .path = std::move(path), .key = std::move(key)};
}

inline Question there(std::string path) {
    return {.kind = Question::Kind::exists, .path = std::move(path), .key = {}};
}

inline Question link_of(std::string path) {
    return {.kind = Question::Kind::link, .path = std::move(path), .key = {}};
}

inline Question identity_of(std::string path) {
    return {.kind = Question::Kind::identity, .path = std::move(path), .key = {}};
}

inline Question names_in(std::string path, std::string prefix) {
    return {.kind = Question::Kind::names, .path = std::move(path), .key = std::move(prefix)};
}

/// Of our own environment.
inline Question variable(std::string name) {
    return {.kind = Question::Kind::variable, .path = {}, .key = std::move(name)};
}

inline Question variable_in(std::string environ, std::string name) {
    return {.kind = Question::Kind::variable, .path = std::move(environ), .key = std::move(name)};
}

inline Question mount_on(std::string point) {
    return {.kind = Question::Kind::mount, .path = std::move(point), .key = {}};
}

inline Question cpuid(std::string leaf) {
    return {.kind = Question::Kind::cpuid, .path = std::move(leaf), .key = {}};
}

inline Question signatures() {
    return {.kind = Question::Kind::signatures, .path = {}, .key = {}};
}

inline Question pci_devices() {
    return {.kind = Question::Kind::pci, .path = {}, .key = {}};
}

inline Question tracer() {
    return {.kind = Question::Kind::tracer, .path = {}, .key = {}};
}

inline Question architecture() {
    return {.kind = Question::Kind::architecture, .path = {}, .key = {}};
}

/// The bit by which a processor says that it is virtual: ECX[31] of leaf 1.
inline constexpr unsigned hypervisor_bit = 2 * 32 + 31;

} // namespace exwm_vr::environment
