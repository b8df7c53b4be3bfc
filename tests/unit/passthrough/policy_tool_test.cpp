// SPDX-License-Identifier: MIT
// policy, guests and audit of exwm-vr-gpu.
#include "passthrough/audit/log.hpp"
#include "passthrough/tool/command_line.hpp"
#include "tests/unit/config/temporary_folder.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

namespace exwm_vr::gpu_tool {
namespace {

using Words = std::vector<std::string>;
using nlohmann::json;

struct Run {
    int status = 0;
    std::string out;
    std::string err;
};

Run run(Words arguments) {
    std::ostringstream out;
    std::ostringstream err;
    const int status = make_command_line()->run(std::move(arguments), out, err, false);
    return {status, out.str(), err.str()};
}

constexpr std::string_view file_text = R"(
levels:
  low: {vram_limit_mb: 300}
guests:
  - name: browser
    kind: application
    level: low
    gpu: {vram_limit_mb: 999}
  - name: work
    kind: vm
    level: system
    gpu: {access_mode: passthrough}
    memory_mb: 4096
)";

TEST_CASE("exwm-vr-gpu policy: what levels grant", "[policy][tool]") {
    const test::TemporaryFolder folder;
    const auto file = folder.write("g.yaml", file_text).string();
    const auto table = run({"policy", "--guests", file});
    CHECK(table.status == 0);
    CHECK(table.out.starts_with("LEVEL      VRAM     COMPUTE  VULKAN"));
    CHECK(table.out.contains("300 MiB"));
    CHECK(table.out.contains("2d, 3d, decode, encode, compute, passthrough"));
    const auto one = json::parse(run({"--json", "policy", "low", "--guests", file}).out);
    REQUIRE(one.size() == 1);
    CHECK(one[0]["level"] == "low");
    CHECK(one[0]["vram_bytes"] == 300U << 20U);
    CHECK(one[0]["is_default"] == false);
    CHECK(one[0]["operations"] == json::array({"2d", "3d", "decode"}));
    CHECK(run({"policy", "huge"}).status == 2);
}

TEST_CASE("exwm-vr-gpu guests: what is described, and what is not granted", "[policy][tool]") {
    const test::TemporaryFolder folder;
    const auto file = folder.write("g.yaml", file_text).string();
    const auto table = run({"guests", "--guests", file});
    CHECK(table.status == 0);
    CHECK(table.out.contains("browser  application  low     shared       300 MiB"));
    CHECK(table.out.contains("Note: " + file + ":8:26: guests[0].gpu.vram_limit_mb: more than"));
    const auto all = json::parse(run({"--json", "guests", "--guests", file}).out);
    CHECK(all["guests"].size() == 2);
    CHECK(all["notes"].size() == 1);
    CHECK(all["guests"][1]["access"] == "passthrough");
    CHECK(all["guests"][1]["memory_bytes"] == std::uint64_t{4096} << 20U);
    const auto one = json::parse(run({"--json", "guests", "work", "--guests", file}).out);
    CHECK(one["guests"].size() == 1);
    const auto none = run({"guests", "wrok", "--guests", file});
    CHECK(none.status == 1);
    CHECK(none.err.contains("no guest is called \"wrok\"; did you mean \"work\"?"));
}

TEST_CASE("exwm-vr-gpu guests --check: errors have file, line and key", "[policy][tool]") {
    const test::TemporaryFolder folder;
    const auto good = folder.write("good.yaml", file_text).string();
    const auto checked = run({"guests", "--check", good});
    CHECK(checked.status == 0);
    CHECK(checked.out.starts_with(good + ": 2 guests, no errors\nNote: "));
    const auto bad = folder.write("bad.yaml", "guests:\n  - name: a\n    levle: low\n").string();
    const auto refused = run({"guests", "--check", bad});
    CHECK(refused.status == 1);
    CHECK(refused.out.empty());
    CHECK(
        refused.err.contains(bad + ":3:5: guests[0].levle: unknown key; did you mean \"level\"?")
    );
    CHECK(run({"guests", "--check", bad, "a"}).status == 2);
    CHECK(run({"guests", "--check", bad, "--guests", bad}).status == 2);
    CHECK(run({"guests", "--check", "/nonexistent"}).status == 1);
    CHECK(run({"policy", "--guests", bad}).status == 1);
}

TEST_CASE("exwm-vr-gpu audit: the log, of all guests or one", "[audit][tool]") {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "audit.jsonl";
    CHECK(run({"audit", "--file", file.string()}).out.empty());
    auto log = audit::Log::open(file, {.longest_file = 300});
    REQUIRE(log);
    for (const std::string guest : {"a", "b\x1b[2J", "a"}) {
        REQUIRE(log->append(
            {.time_ns = 1'000'000'000,
             .guest = guest,
             .level = policy::Level::low,
             .event = "denied",
             .reason = "operation",
             .what = "compute"}
        ));
    }
    const auto all = run({"audit", "--file", file.string()});
    CHECK(all.status == 0);
    CHECK(
        all.out.starts_with("1970-01-01T00:00:01.000000000Z a (low) denied by operation: compute\n")
    );
    CHECK(!all.out.contains('\x1b'));
    CHECK(std::ranges::count(all.out, '\n') == 3);
    const auto one = run({"audit", "--json", "--guest", "a", "--file", file.string()});
    CHECK(std::ranges::count(one.out, '\n') == 2);
    CHECK(json::parse(one.out.substr(0, one.out.find('\n')))["guest"] == "a");
    CHECK(run({"audit", "--file", folder.path().string()}).status == 1);
    CHECK(run({"audit", "--follow", "--file", "/nonexistent/a/b"}).status == 1);
}

} // namespace
} // namespace exwm_vr::gpu_tool
