// SPDX-License-Identifier: MIT
#include "shell/x11_sockets.hpp"

#include <catch2/catch_test_macros.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace exwm_vr::shell {
namespace {

class Folder {
public:
    Folder() {
        std::string path = (std::filesystem::temp_directory_path() / "exwm-vr-x11-XXXXXX").string();
        REQUIRE(mkdtemp(path.data()) != nullptr);
        path_ = path;
    }

    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

unsigned mode_of(const std::filesystem::path& path) {
    struct stat status{};
    REQUIRE(lstat(path.c_str(), &status) == 0);
    return status.st_mode & 07777U;
}

void make_program(const std::filesystem::path& path) {
    std::ofstream(path) << "#!/bin/sh\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
}

TEST_CASE("the folder of X11 sockets is made for all users") {
    const Folder folder;
    const auto old = umask(077);
    const auto made = ensure_x11_socket_folder(folder / "sockets");
    umask(old);
    REQUIRE(made);
    CHECK(mode_of(folder / "sockets") == 01777);
    CHECK(ensure_x11_socket_folder(folder / "sockets"));
}

TEST_CASE("a folder of our own need not be for others") {
    const Folder folder;
    REQUIRE(mkdir((folder / "sockets").c_str(), 0755) == 0);
    CHECK(ensure_x11_socket_folder(folder / "sockets"));
}

TEST_CASE("a folder that others may tamper with is refused") {
    const Folder folder;
    const auto path = folder / "sockets";
    REQUIRE(mkdir(path.c_str(), 0777) == 0);
    REQUIRE(chmod(path.c_str(), 0777) == 0);
    const auto checked = ensure_x11_socket_folder(path);
    REQUIRE_FALSE(checked);
    CHECK(
        checked.error().message ==
        path.string() + " lets others remove our sockets: its mode should be 1777"
    );
}

TEST_CASE("what is no folder, or has no place to be in, is refused by name") {
    const Folder folder;
    std::ofstream(folder / "file") << "text";
    const auto file = ensure_x11_socket_folder(folder / "file");
    REQUIRE_FALSE(file);
    CHECK(file.error().message == (folder / "file").string() + " is not a folder");
    std::filesystem::create_symlink(std::filesystem::temp_directory_path(), folder / "link");
    CHECK_FALSE(ensure_x11_socket_folder(folder / "link"));
    const auto nowhere = ensure_x11_socket_folder(folder / "none/sockets");
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().message.starts_with((folder / "none/sockets").string()));
}

TEST_CASE("Xwayland is found by name, then on the search path") {
    const Folder folder;
    std::filesystem::create_directory(folder / "one");
    std::filesystem::create_directory(folder / "two");
    const std::string path = (folder / "one").string() + "::" + (folder / "two").string();
    const auto none = find_xwayland(nullptr, path.c_str());
    REQUIRE_FALSE(none);
    CHECK(none.error().message == "no Xwayland is installed");

    make_program(folder / "two/Xwayland");
    CHECK(find_xwayland(nullptr, path.c_str()) == folder / "two/Xwayland");
    CHECK(find_xwayland("", path.c_str()) == folder / "two/Xwayland");
    make_program(folder / "one/Xwayland");
    CHECK(find_xwayland(nullptr, path.c_str()) == folder / "one/Xwayland");

    make_program(folder / "mine");
    CHECK(find_xwayland((folder / "mine").c_str(), path.c_str()) == folder / "mine");
    const auto gone = find_xwayland("/nonexistent", path.c_str());
    REQUIRE_FALSE(gone);
    CHECK(gone.error().message.starts_with("WLR_XWAYLAND names /nonexistent"));
}

} // namespace
} // namespace exwm_vr::shell
