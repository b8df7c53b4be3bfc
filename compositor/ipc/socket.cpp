// SPDX-License-Identifier: MIT
#include "ipc/socket.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

namespace exwm_vr::ipc {
namespace {

std::string reason(int code) {
    return std::generic_category().message(code);
}

/// The address has 108 bytes; there is no way to bind to a longer path.
Result<sockaddr_un> address_of(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string& text = path.native();
    if (text.empty() || text.size() >= sizeof(address.sun_path)) {
        return fail("{}: a socket's path has 1 to {} bytes", text, sizeof(address.sun_path) - 1);
    }
    std::memcpy(address.sun_path, text.data(), text.size());
    return address;
}

const sockaddr* generic(const sockaddr_un& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

Result<Fd> new_socket() {
    Fd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket) {
        return fail("socket: {}", reason(errno));
    }
    return socket;
}

std::filesystem::path lock_path(const std::filesystem::path& path) {
    return path.native() + ".lock";
}

/// The file that @p fd is open on is the one at @p path.
bool same_file(int fd, const std::filesystem::path& path) {
    struct stat open_file{};
    struct stat there{};
    return fstat(fd, &open_file) == 0 && lstat(path.c_str(), &there) == 0 &&
           open_file.st_dev == there.st_dev && open_file.st_ino == there.st_ino;
}

Result<Fd> take_lock(const std::filesystem::path& path) {
    const std::filesystem::path file = lock_path(path);
    // A server that ends removes its lock file; a lock on one just removed is worth nothing, so
    // it is tried again. Each turn means that another server has ended in between.
    for (int turn = 0; turn < 100; ++turn) {
        Fd lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
        if (!lock) {
            return fail("{}: {}", file.native(), reason(errno));
        }
        if (flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
            if (errno == EWOULDBLOCK) {
                return fail("{}: another compositor uses this socket", path.native());
            }
            return fail("{}: {}", file.native(), reason(errno));
        }
        if (same_file(lock.get(), file)) {
            return lock;
        }
    }
    return fail("{}: the lock file does not stay", file.native());
}

/// Makes way for a new socket at @p path: a dead one goes, anything else stays and is an error.
Result<void> clear_path(const std::filesystem::path& path, const sockaddr_un& address) {
    struct stat there{};
    if (lstat(path.c_str(), &there) != 0) {
        return errno == ENOENT ? Result<void>() : fail("{}: {}", path.native(), reason(errno));
    }
    if (!S_ISSOCK(there.st_mode)) {
        return fail("{}: is there and not a socket", path.native());
    }
    const auto probe = new_socket();
    if (!probe) {
        return std::unexpected(probe.error());
    }
    // A full backlog (EAGAIN) is a live server, too.
    if (connect(probe->get(), generic(address), sizeof address) == 0 || errno == EAGAIN) {
        return fail("{}: another compositor uses this socket", path.native());
    }
    if (errno != ECONNREFUSED) {
        return fail("{}: {}", path.native(), reason(errno));
    }
    if (unlink(path.c_str()) != 0 && errno != ENOENT) {
        return fail("{}: {}", path.native(), reason(errno));
    }
    return {};
}

/// A folder that is ours and closed to others, made where there is none. Not a link: in a
/// world-writable /tmp anybody may put one.
Result<void> private_folder(const std::filesystem::path& folder) {
    if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        return fail("{}: {}", folder.native(), reason(errno));
    }
    const Fd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!fd) {
        return fail("{}: not a folder of ours: {}", folder.native(), reason(errno));
    }
    struct stat status{};
    if (fstat(fd.get(), &status) != 0) {
        return fail("{}: {}", folder.native(), reason(errno));
    }
    if (status.st_uid != getuid()) {
        return fail("{}: belongs to user {}", folder.native(), status.st_uid);
    }
    if ((status.st_mode & 077U) != 0) {
        return fail("{}: is open to other users", folder.native());
    }
    return {};
}

} // namespace

Result<std::filesystem::path>
socket_path(const char* runtime_dir, const std::filesystem::path& tmp_dir) {
    constexpr const char* name = "ewwm-ipc.sock";
    // The XDG base directory specification has relative paths ignored.
    if (runtime_dir != nullptr && *runtime_dir == '/') {
        return std::filesystem::path(runtime_dir) / name;
    }
    const std::filesystem::path folder = tmp_dir / ("ewwm-" + std::to_string(getuid()));
    if (const auto made = private_folder(folder); !made) {
        return std::unexpected(made.error());
    }
    return folder / name;
}

Result<Credentials> peer_credentials(int fd) {
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
        return fail("SO_PEERCRED: {}", reason(errno));
    }
    // What is no UNIX socket answers, too, with a user that nobody has.
    if (size != sizeof credentials || credentials.uid == static_cast<uid_t>(-1)) {
        return fail("SO_PEERCRED: no credentials");
    }
    return Credentials{credentials.pid, credentials.uid};
}

Result<ListeningSocket> ListeningSocket::open(const std::filesystem::path& path) {
    const auto address = address_of(path);
    if (!address) {
        return std::unexpected(address.error());
    }
    auto lock = take_lock(path);
    if (!lock) {
        return std::unexpected(lock.error());
    }
    if (const auto clear = clear_path(path, *address); !clear) {
        return std::unexpected(clear.error());
    }
    auto socket = new_socket();
    if (!socket) {
        return std::unexpected(socket.error());
    }
    // The mode of an unbound socket becomes that of its path, so that there is no moment at
    // which others could connect, and no change of the umask of the whole process.
    if (fchmod(socket->get(), 0600) != 0 ||
        bind(socket->get(), generic(*address), sizeof *address) != 0) {
        return fail("{}: {}", path.native(), reason(errno));
    }
    struct stat status{};
    if (lstat(path.c_str(), &status) != 0 || ::listen(socket->get(), SOMAXCONN) != 0) {
        const int code = errno;
        unlink(path.c_str());
        return fail("{}: {}", path.native(), reason(code));
    }
    return ListeningSocket(
        path, std::move(*lock), std::move(*socket), status.st_dev, status.st_ino
    );
}

ListeningSocket::ListeningSocket(
    std::filesystem::path path, Fd lock, Fd socket, dev_t device, ino_t inode
)
    : path_(std::move(path))
    , lock_(std::move(lock))
    , socket_(std::move(socket))
    , device_(device)
    , inode_(inode) {}

ListeningSocket::~ListeningSocket() {
    if (!socket_) {
        return;
    }
    struct stat there{};
    if (lstat(path_.c_str(), &there) == 0 && there.st_dev == device_ && there.st_ino == inode_) {
        unlink(path_.c_str());
    }
    // While the lock is still held: whoever waits for it then finds that its file is gone.
    if (same_file(lock_.get(), lock_path(path_))) {
        unlink(lock_path(path_).c_str());
    }
}

} // namespace exwm_vr::ipc
