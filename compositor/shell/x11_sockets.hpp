// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"

#include <filesystem>

namespace exwm_vr::shell {

/// Makes the folder of X11's sockets, /tmp/.X11-unix, with mode 1777 where it is missing, and
/// checks that others cannot put their sockets in the place of ours.
Result<void> ensure_x11_socket_folder(const std::filesystem::path& folder);

/// Where Xwayland is: $WLR_XWAYLAND, else the first in @p search_path, as in $PATH.
Result<std::filesystem::path> find_xwayland(const char* named, const char* search_path);

} // namespace exwm_vr::shell
