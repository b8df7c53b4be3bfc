// SPDX-License-Identifier: MIT
#include "ipc/framing.hpp"

#include <catch2/catch_test_macros.hpp>

#include <random>
#include <string>
#include <vector>

using namespace exwm_vr::ipc;
using namespace std::string_literals;

TEST_CASE("a frame is its length, most significant byte first, and the payload", "[ipc][framing]") {
    CHECK(framed("") == "\0\0\0\0"s);
    CHECK(framed("(a)") == "\0\0\0\3(a)"s);
    CHECK(framed(std::string(258, 'x')).substr(0, 4) == "\0\0\1\2"s);
}

TEST_CASE("payloads come out whole, whatever the pieces", "[ipc][framing]") {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        std::vector<std::string> sent;
        std::string stream;
        for (int i = 0; i < 20; ++i) {
            const auto size = random() % (i == 0 ? 70'000 : 40);
            sent.emplace_back(size, static_cast<char>('a' + i));
            stream += framed(sent.back());
        }
        FrameReader reader;
        std::vector<std::string> received;
        for (std::size_t at = 0; at < stream.size();) {
            const std::size_t size =
                std::min<std::size_t>(1 + random() % 5'000, stream.size() - at);
            reader.append(std::string_view(stream).substr(at, size));
            at += size;
            while (true) {
                auto payload = reader.next();
                REQUIRE(payload);
                if (!*payload) {
                    break;
                }
                received.push_back(std::move(**payload));
            }
        }
        REQUIRE(received == sent);
        REQUIRE(reader.pending() == 0);
    }
}

TEST_CASE("a huge length is an error at once", "[ipc][framing]") {
    FrameReader reader;
    reader.append("\xff\xff\xff"s);
    REQUIRE(reader.next());
    reader.append("\xff"s);
    const auto payload = reader.next();
    REQUIRE_FALSE(payload);
    CHECK(payload.error().message == "message of 4294967295 bytes, the limit is 1048576");
}

TEST_CASE("the limit itself is allowed", "[ipc][framing]") {
    const std::string payload(max_message_bytes, 'x');
    FrameReader reader;
    reader.append(framed(payload));
    const auto received = reader.next();
    REQUIRE((received && *received));
    CHECK(**received == payload);

    FrameReader over;
    over.append("\0\x10\0\1"s);
    CHECK_FALSE(over.next());
}

TEST_CASE("what has not arrived is counted as pending", "[ipc][framing]") {
    FrameReader reader;
    reader.append("\0\0\0\5ab"s);
    const auto payload = reader.next();
    REQUIRE(payload);
    CHECK_FALSE(*payload);
    CHECK(reader.pending() == 6);
}
