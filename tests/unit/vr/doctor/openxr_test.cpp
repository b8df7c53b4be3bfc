// SPDX-License-Identifier: MIT
#include "machine.hpp"
#include "vr/doctor/openxr.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace exwm_vr::doctor {
namespace {

using test::Machine;
using test::says;

const std::string elf = std::string(
                            "\x7f"
                            "ELF"
                        ) +
                        (sizeof(void*) == 8 ? '\2' : '\1') + "\1\1";

std::string manifest(const std::string& library, const std::string& name = "Monado") {
    return R"({"file_format_version": "1.0.0", "runtime": {"name": ")" + name +
           R"(", "library_path": ")" + library + "\"}}";
}

constexpr const char* system_file = "/etc/xdg/openxr/1/active_runtime.json";
constexpr const char* users_file = "/home/u/.config/openxr/1/active_runtime.json";

TEST_CASE("manifests are read as strictly as OpenXR's loader does") {
    const auto good = read_manifest(manifest("/usr/lib/x.so"));
    REQUIRE(good);
    CHECK(*good == Manifest{.name = "Monado", .library = "/usr/lib/x.so"});
    CHECK(read_manifest(R"({"file_format_version":"1.0.0","runtime":{"library_path":"x"}})"));

    struct Case {
        std::string text;
        std::string named;
    };

    const auto bad = GENERATE(
        Case{"", "not JSON"},
        Case{"{", "not JSON"},
        Case{"[]", "not a JSON object"},
        Case{"{}", "file_format_version"},
        Case{R"({"file_format_version": 1})", "file_format_version"},
        Case{R"({"file_format_version": "2.0.0"})", "2.0.0"},
        Case{R"({"file_format_version": "1.0.0"})", "runtime"},
        Case{R"({"file_format_version": "1.0.0", "runtime": []})", "runtime"},
        Case{R"({"file_format_version": "1.0.0", "runtime": {}})", "library_path"},
        Case{manifest(""), "library_path"},
        Case{R"({"file_format_version":"1.0.0","runtime":{"library_path":"a\u0000b"}})", "no path"},
        Case{std::string(manifest_limit + 1, ' '), "larger"},
        Case{std::string(manifest_limit, '['), "not JSON"}
    );
    const auto got = read_manifest(bad.text);
    REQUIRE_FALSE(got);
    CHECK(got.error().message.contains(bad.named));
}

TEST_CASE("a runtime with its library is fine, wherever the manifest is") {
    Machine machine;
    machine.write("/usr/lib/libopenxr_monado.so", elf);
    const auto runtime_at = [&](const std::string& path) {
        machine.write(path, manifest("/usr/lib/libopenxr_monado.so"));
        const auto runtime = find_runtime(machine.probe());
        CHECK(runtime.path == path);
        CHECK(is_monado(runtime));
        const auto finding = judge(runtime);
        CHECK(finding.state == State::ok);
        CHECK(says(finding, path));
        CHECK(finding.advice.empty());
    };
    // Each goes before the one above.
    runtime_at("/etc/openxr/1/active_runtime.json");
    runtime_at(system_file);
    machine.variables["XDG_CONFIG_DIRS"] = "/nowhere::/opt/xdg";
    runtime_at("/opt/xdg/openxr/1/active_runtime.json");
    runtime_at(users_file);
    machine.variables["XDG_CONFIG_HOME"] = "/conf";
    runtime_at("/conf/openxr/1/active_runtime.json");
#ifdef __x86_64__
    runtime_at("/conf/openxr/1/active_runtime.x86_64.json");
#endif
    machine.variables["XR_RUNTIME_JSON"] = "/else/where.json";
    runtime_at("/else/where.json");
}

TEST_CASE("no manifest is an error, as is a variable that names none") {
    Machine machine;
    auto finding = judge(find_runtime(machine.probe()));
    CHECK(finding.state == State::error);
    CHECK(says(finding, "no OpenXR runtime is active"));
    CHECK(says(finding, "install"));

    machine.write(system_file, manifest("/usr/lib/x.so"));
    machine.variables["XR_RUNTIME_JSON"] = "/gone.json";
    finding = judge(find_runtime(machine.probe()));
    CHECK(finding.state == State::error);
    CHECK(says(finding, "/gone.json"));
    CHECK(says(finding, "unset XR_RUNTIME_JSON"));
}

TEST_CASE("a manifest that cannot be used hides those below it, as for the loader") {
    Machine machine;
    machine.write("/usr/lib/x.so", elf);
    machine.write(system_file, manifest("/usr/lib/x.so"));
    SECTION("broken") {
        machine.write(users_file, "{ \"file_format");
    }
    SECTION("too large") {
        machine.write(users_file, std::string(manifest_limit + 1, ' '));
    }
    SECTION("a link that leads nowhere") {
        machine.link(users_file, "/nowhere/at/all.json");
    }
    SECTION("a folder") {
        machine.write(std::string(users_file) + "/file", "");
    }
    const auto finding = judge(find_runtime(machine.probe()));
    CHECK(finding.state == State::error);
    CHECK(says(finding, users_file));
}

TEST_CASE("the library must be there, and one that programs can load") {
    Machine machine;
    const auto with = [&](const std::string& library) {
        machine.write(system_file, manifest(library));
        return judge(find_runtime(machine.probe()));
    };
    CHECK(with("/usr/lib/gone.so").state == State::error);
    CHECK(says(with("/usr/lib/gone.so"), "/usr/lib/gone.so does not exist"));

    machine.write("/usr/lib/script.so", "#!/bin/sh\n");
    CHECK(with("/usr/lib/script.so").state == State::error);
    machine.write("/usr/lib/empty.so", "");
    CHECK(with("/usr/lib/empty.so").state == State::error);
    auto other = elf;
    other[4] = other[4] == '\2' ? '\1' : '\2';
    machine.write("/usr/lib/other.so", other);
    CHECK(says(with("/usr/lib/other.so"), "no library that programs of this system load"));

    // From the folder of the manifest.
    machine.write("/etc/xdg/openxr/lib/near.so", elf);
    CHECK(with("../lib/near.so").state == State::ok);
    CHECK(says(with("../lib/near.so"), "/etc/xdg/openxr/lib/near.so"));

    // By its name alone.
    CHECK(with("bare.so").state == State::warning);
    machine.write("/usr/lib/x86_64-linux-gnu/bare.so", elf);
    CHECK(with("bare.so").state == State::ok);
    machine.variables["LD_LIBRARY_PATH"] = "/mine";
    machine.write("/mine/bare.so", elf);
    CHECK(says(with("bare.so"), "/mine/bare.so"));
}

TEST_CASE("a manifest that is a link is where the link leads") {
    Machine machine;
    machine.write("/usr/share/openxr/1/monado.json", manifest("../lib/near.so"));
    machine.write("/usr/share/openxr/lib/near.so", elf);
    machine.link(system_file, "../../../../usr/share/openxr/1/monado.json");
    const auto finding = judge(find_runtime(machine.probe()));
    CHECK(finding.state == State::ok);
    CHECK(says(finding, "/usr/share/openxr/lib/near.so"));
}

} // namespace
} // namespace exwm_vr::doctor
