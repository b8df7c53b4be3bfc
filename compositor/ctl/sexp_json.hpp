// SPDX-License-Identifier: MIT
#pragma once

#include "ipc/sexp.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace exwm_vr::ctl {

/// An IPC message as JSON: property lists become objects with their keys' names, other lists and
/// vectors arrays, keywords and symbols strings, t true and nil (which may mean false, none or
/// empty) null.
[[nodiscard]] nlohmann::json to_json(const ipc::Value& value);

/// JSON text for output; what is not UTF-8 in it becomes U+FFFD. @p indent 0: on one line.
[[nodiscard]] std::string json_text(const nlohmann::json& json, int indent);

/// An s-expression on one line: line breaks in strings become \n, which reads back the same.
[[nodiscard]] std::string on_one_line(const ipc::Value& value);

} // namespace exwm_vr::ctl
