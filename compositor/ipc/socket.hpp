// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"
#include "ipc/credentials.hpp"

#include <sys/types.h>

#include <filesystem>

namespace exwm_vr::ipc {

/// The socket's place for a user: `RUNTIME_DIR/ewwm-ipc.sock` when @p runtime_dir is an absolute
/// path, else `TMP_DIR/ewwm-UID/ewwm-ipc.sock`, whose folder is made with mode 0700; that fails
/// when it is there already and not a folder that only we can enter.
[[nodiscard]] Result<std::filesystem::path>
socket_path(const char* runtime_dir, const std::filesystem::path& tmp_dir);

/// SO_PEERCRED.
[[nodiscard]] Result<Credentials> peer_credentials(int fd);

/// A listening UNIX stream socket that nobody but its owner can connect to (mode 0600).
///
/// A lock on `PATH.lock` is held from before the path is looked at until after it is removed, so
/// that of two servers that start at once one gets the path and the other an error.
class ListeningSocket {
public:
    [[nodiscard]] static Result<ListeningSocket> open(const std::filesystem::path& path);

    ListeningSocket(ListeningSocket&&) noexcept = default;
    ListeningSocket& operator=(ListeningSocket&&) = delete;
    ListeningSocket(const ListeningSocket&) = delete;
    ListeningSocket& operator=(const ListeningSocket&) = delete;
    /// Removes the socket and its lock, unless somebody else's have taken their place.
    ~ListeningSocket();

    [[nodiscard]] int fd() const { return socket_.get(); }

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    ListeningSocket(std::filesystem::path path, Fd lock, Fd socket, dev_t device, ino_t inode);

    std::filesystem::path path_;
    Fd lock_;
    Fd socket_; ///< not valid in a moved-from object, which removes nothing
    dev_t device_ = 0;
    ino_t inode_ = 0;
};

} // namespace exwm_vr::ipc
