// SPDX-License-Identifier: MIT
#pragma once

#include "passthrough/environment/question.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace exwm_vr::environment {

/// The answer that the current errno stands for.
[[nodiscard]] Answer answer_of_errno();

/// At most @p limit bytes of a regular file, from @p offset on. Anything else at @p path is a
/// failure; it is not waited for and not opened for good.
[[nodiscard]] Answer read_file(const std::string& path, std::size_t limit, std::size_t offset = 0);

/// What follows @p key on the first line of @p file that begins with it, without blanks around.
[[nodiscard]] Answer field_of(const Answer& file, std::string_view key);

/// "TYPE SOURCE OPTIONS" of the last mount on @p point in the text of a mountinfo file.
[[nodiscard]] Answer mount_of(const Answer& mountinfo, std::string_view point);

/// A variable in the text of an environ file.
[[nodiscard]] Answer variable_of(const Answer& environ, std::string_view name);

} // namespace exwm_vr::environment
