// SPDX-License-Identifier: MIT
#include "base/fd.hpp"
#include "lease_tool/headsets_only.hpp"

#include <catch2/catch_test_macros.hpp>

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <filesystem>
#include <string>

namespace exwm_vr::lease_tool {
namespace {

/// A folder for the socket of a compositor.
class Runtime {
public:
    Runtime() {
        std::string name = std::filesystem::temp_directory_path() / "headsets-XXXXXX";
        REQUIRE(mkdtemp(name.data()) != nullptr);
        folder_ = name;
        setenv("XDG_RUNTIME_DIR", folder_.c_str(), 1);
        unsetenv("EXWM_VR_IPC");
    }

    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    ~Runtime() {
        std::error_code error;
        std::filesystem::remove_all(folder_, error);
    }

    [[nodiscard]] std::filesystem::path socket() const { return folder_ / "ewwm-ipc.sock"; }

    /// A socket whose compositor takes nobody in.
    void make_socket() const {
        const Fd made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        const auto path = socket().string();
        REQUIRE(path.size() < sizeof(address.sun_path));
        path.copy(address.sun_path, path.size());
        REQUIRE(bind(made.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
    }

private:
    std::filesystem::path folder_;
};

TEST_CASE("what another compositor offers is a headset") {
    const Runtime runtime;
    HeadsetsOnly headsets;
    SECTION("where nobody is to be asked") {}
    SECTION("where the one that is to be asked is long gone") {
        setenv("EXWM_VR_IPC", runtime.socket().c_str(), 1);
    }
    CHECK(headsets.accept({.number = 1, .connector = "DP-1", .description = {}}) == true);
}

TEST_CASE("what exwm-vr does not say is asked again") {
    const Runtime runtime;
    setenv("EXWM_VR_IPC", runtime.socket().c_str(), 1);
    runtime.make_socket();
    HeadsetsOnly headsets;
    const Offer offer{.number = 1, .connector = "DP-1", .description = {}};
    CHECK_FALSE(headsets.accept(offer).has_value());
    std::filesystem::remove(runtime.socket());
    CHECK(headsets.accept(offer) == true);
    runtime.make_socket();
    CHECK(headsets.accept(offer) == true); // now it is known
}

} // namespace
} // namespace exwm_vr::lease_tool
