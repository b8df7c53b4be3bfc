// SPDX-License-Identifier: MIT
#include "ipc/base64.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <string>
#include <string_view>
#include <utility>

using namespace exwm_vr;
using namespace exwm_vr::ipc;

namespace {

std::vector<std::byte> bytes_of(std::string_view text) {
    std::vector<std::byte> bytes;
    for (const char c : text) {
        bytes.push_back(static_cast<std::byte>(c));
    }
    return bytes;
}

} // namespace

TEST_CASE("bytes become base64 as RFC 4648 has it, and come back", "[ipc][base64]") {
    using Pair = std::pair<std::string_view, std::string_view>;
    const auto [text, encoded] = GENERATE(
        Pair{"", ""},
        Pair{"f", "Zg=="},
        Pair{"fo", "Zm8="},
        Pair{"foo", "Zm9v"},
        Pair{"foob", "Zm9vYg=="},
        Pair{"fooba", "Zm9vYmE="},
        Pair{"foobar", "Zm9vYmFy"},
        Pair{"\xff\xfe\xfb", "//77"}
    );
    CHECK(to_base64(bytes_of(text)) == encoded);
    CHECK(from_base64(encoded) == bytes_of(text));
}

TEST_CASE("all bytes come back from base64", "[ipc][base64]") {
    std::vector<std::byte> bytes;
    for (int i = 0; i < 1000; ++i) {
        bytes.push_back(static_cast<std::byte>(i * 7));
        CHECK(from_base64(to_base64(bytes)) == bytes);
    }
}

TEST_CASE("what is no base64 is refused", "[ipc][base64]") {
    const auto* const text = GENERATE(
        "Z",
        "Zg",
        "Zg=",
        "Zg==\n",
        "Zm9v Zg=",
        "Zh==",
        "Zm9=",
        "=",
        "====",
        "Z===",
        "Zg==Zg==",
        "Zm9-"
    );
    INFO(text);
    CHECK_FALSE(from_base64(text));
}
