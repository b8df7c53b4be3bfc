// SPDX-License-Identifier: MIT
#include "shell/x11_first_word.hpp"

#include <dlfcn.h>

#include <utility>

namespace exwm_vr::shell {
namespace {

// A function of C has no other way to know.
X11FirstWord* waiting = nullptr; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

} // namespace

X11FirstWord::X11FirstWord(int socket, Say say)
    : socket_(socket)
    , say_(std::move(say)) {
    waiting = this;
}

X11FirstWord::~X11FirstWord() {
    if (waiting == this) {
        waiting = nullptr;
    }
}

void X11FirstWord::connected(int socket, xcb_connection_t* connection) {
    if (waiting != nullptr && waiting->socket_ == socket &&
        xcb_connection_has_error(connection) == 0) {
        waiting->socket_ = -1;
        waiting->say_(connection);
    }
}

} // namespace exwm_vr::shell

// Whoever names it in this program, wlroots as well, gets this one.
extern "C" [[gnu::visibility("default")]] xcb_connection_t*
xcb_connect_to_fd(int fd, xcb_auth_info_t* auth_info) {
    static const auto libxcbs =
        reinterpret_cast<decltype(&xcb_connect_to_fd)>(dlsym(RTLD_NEXT, "xcb_connect_to_fd"));
    auto* const connection = libxcbs(fd, auth_info);
    exwm_vr::shell::X11FirstWord::connected(fd, connection);
    return connection;
}
