// SPDX-License-Identifier: MIT
#include "passthrough/gpu/cdi.hpp"
#include "passthrough/gpu/match.hpp"
#include "passthrough/gpu/survey.hpp"
#include "tree_folder.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>

namespace exwm_vr::gpu {
namespace {

using test::TreeFolder;

bool says(const Finding& finding, std::string_view text) {
    return std::ranges::any_of(finding.evidence, [&](const auto& line) {
        return line.contains(text);
    });
}

constexpr const char* libraries = "/usr/lib/x86_64-linux-gnu/";

void install(const TreeFolder& folder, const std::string& version) {
    for (const auto* name : {"libcuda.so.", "libnvidia-ml.so.", "libEGL_nvidia.so."}) {
        folder.write(libraries + std::string(name) + version, "");
    }
    folder.write(std::string(libraries) + "libcuda.so.1", "");
}

struct Machine {
    explicit Machine(const TreeFolder& folder)
        : tree(folder.path())
        , gpus(survey(tree)) {}

    Tree tree;
    std::vector<Gpu> gpus;

    [[nodiscard]] Match match(const Apis* apis = nullptr) const {
        return {.kernel = tree, .libraries = tree, .gpus = gpus, .apis = apis};
    }
};

TEST_CASE("match: NVIDIA's libraries are of the kernel module's very version") {
    const TreeFolder folder("nvidia");
    const Machine machine(folder);
    auto finding = match_nvidia(machine.match());
    CHECK(finding.severity == Severity::warning);
    CHECK(says(finding, "none of its libraries"));
    install(folder, "580.126.09");
    finding = match_nvidia(machine.match());
    CHECK(finding.severity == Severity::ok);
    CHECK(says(finding, "3 libraries are 580.126.09"));
    install(folder, "580.65.06"); // an upgrade that left something behind
    finding = match_nvidia(machine.match());
    CHECK(finding.severity == Severity::error);
    CHECK(finding.remedy.contains("restart"));
}

TEST_CASE("match: a container's libraries against the host's kernel module") {
    const TreeFolder host("nvidia");
    install(host, "580.126.09");
    const TreeFolder container;
    install(container, "550.54.14");
    const Machine machine(host);
    const Tree root(container.path());
    auto match = machine.match();
    CHECK(match_nvidia(match).severity == Severity::ok);
    const Match inside{.kernel = machine.tree, .libraries = root, .gpus = machine.gpus};
    const auto finding = match_nvidia(inside);
    CHECK(finding.severity == Severity::error);
    CHECK(says(finding, "580.126.09"));
    CHECK(says(finding, "550.54.14"));
    CHECK(finding.remedy.contains("CDI"));
}

TEST_CASE("match: without NVIDIA's module its libraries are nobody's concern") {
    const TreeFolder folder("amd-discrete");
    install(folder, "580.126.09");
    CHECK(match_nvidia(Machine(folder).match()).severity == Severity::ok);
}

TEST_CASE("match: a module's version is read from procfs where sysfs has none") {
    const TreeFolder folder("nvidia");
    std::filesystem::remove(folder.at("/sys/module/nvidia/version"));
    install(folder, "580.126.09");
    CHECK(match_nvidia(Machine(folder).match()).severity == Severity::ok);
}

constexpr std::string_view spec = R"(
cdiVersion: 0.5.0
kind: nvidia.com/gpu
devices:
- name: "0"
  containerEdits:
    deviceNodes:
    - path: /dev/nvidia0
- name: all
containerEdits:
  deviceNodes:
  - path: /dev/nvidiactl
    hostPath: /dev/null
    major: 1
    minor: 3
  mounts:
  - hostPath: /usr/lib/x86_64-linux-gnu/libcuda.so.580.126.09
    containerPath: /usr/lib/libcuda.so.580.126.09
  hooks:
  - hookName: createContainer
    path: /usr/bin/nvidia-cdi-hook
)";

TEST_CASE("match: a description for containers says what is here, or is stale") {
    const TreeFolder folder("nvidia");
    install(folder, "580.126.09");
    folder.write("/etc/cdi/nvidia.yaml", spec);
    folder.write("/dev/nvidia0", "");
    folder.link("/dev/null", "/dev/null");
    folder.write("/usr/bin/nvidia-cdi-hook", "");
    const Machine machine(folder);
    auto finding = match_cdi(machine.match());
    CAPTURE(finding.evidence);
    CHECK(finding.severity == Severity::ok);
    CHECK(says(finding, "/etc/cdi/nvidia.yaml: nvidia.com/gpu with 2 devices"));
    SECTION("a number that changed") {
        folder.link("/dev/null", "/dev/zero");
        finding = match_cdi(machine.match());
        CHECK(says(finding, "/dev/null is 1:3 there and 1:5 here"));
    }
    SECTION("a node that is gone") {
        std::filesystem::remove(folder.at("/dev/nvidia0"));
        finding = match_cdi(machine.match());
        CHECK(says(finding, "/dev/nvidia0 is not there"));
    }
    SECTION("libraries of before an upgrade") {
        folder.write("/sys/module/nvidia/version", "590.48.01\n");
        finding = match_cdi(machine.match());
        CHECK(says(finding, "but the kernel module is 590.48.01"));
    }
    SECTION("a hook that is gone, and a file that is") {
        std::filesystem::remove(folder.at("/usr/bin/nvidia-cdi-hook"));
        std::filesystem::remove(folder.at(std::string(libraries) + "libcuda.so.580.126.09"));
        finding = match_cdi(machine.match());
        CHECK(says(finding, "the program /usr/bin/nvidia-cdi-hook is not there"));
        CHECK(says(finding, "libcuda.so.580.126.09 is not there"));
    }
    SECTION("one that nobody can read") {
        folder.write("/run/cdi/broken.json", R"({"kind": "a.b/c"})");
        finding = match_cdi(machine.match());
        CHECK(says(finding, "/run/cdi/broken.json:1: cdiVersion is missing"));
    }
    SECTION("one that is no file, and one without an end") {
        folder.write("/run/cdi/folder.json/a", "");
        folder.link("/run/cdi/zero.yaml", "/dev/zero");
        finding = match_cdi(machine.match());
        CHECK(says(finding, "/run/cdi/folder.json: not a regular file"));
        CHECK(says(finding, "/run/cdi/zero.yaml: not a regular file"));
    }
    CAPTURE(finding.evidence);
    if (finding.severity != Severity::ok) {
        CHECK(finding.severity == Severity::error);
        CHECK_FALSE(finding.remedy.empty());
    }
}

TEST_CASE("match: the same device in both folders is worth a word") {
    const TreeFolder folder;
    folder.write(
        "/etc/cdi/a.json",
        R"({"cdiVersion": "0.5.0", "kind": "a.b/c", "devices": [{"name": "x", "containerEdits": {}}]})"
    );
    folder.write(
        "/run/cdi/b.json",
        R"({"cdiVersion": "0.5.0", "kind": "a.b/c", "devices": [{"name": "x", "containerEdits": {}}]})"
    );
    const auto finding = match_cdi(Machine(folder).match());
    CHECK(finding.severity == Severity::info);
    CHECK(says(finding, "a.b/c=x is in /etc/cdi/a.json too"));
}

TEST_CASE("match: what is wrong in a description is said with its line") {
    struct Case {
        std::string_view text;
        std::string_view message;
    };

    const auto [text, message] = GENERATE(
        Case{"", "f:1: it is not a mapping"},
        Case{"[]", "f:1: it is not a mapping"},
        Case{"kind: a\n", "f:1: cdiVersion is missing"},
        Case{"cdiVersion: 1\nkind: []\n", "f:2: kind is not a text"},
        Case{"cdiVersion: 1\nkind: a\ndevices: x\n", "f:3: devices is not a list"},
        Case{
            "cdiVersion: 1\nkind: a\ndevices:\n- x\n", "f:4: an entry of devices is not a mapping"
        },
        Case{"cdiVersion: 1\nkind: a\ndevices:\n- {}\n", "f:4: name is missing"},
        Case{
            "cdiVersion: 1\nkind: a\ncontainerEdits:\n  deviceNodes:\n  - {path: a, major: -1}\n",
            "f:5: major is no device number: \"-1\""
        },
        Case{
            "cdiVersion: 1\nkind: a\ncontainerEdits: []\n", "f:3: containerEdits is not a mapping"
        },
        Case{"a: b: c\n", "f:1: illegal map value"},
        Case{"\xff", "f: it is not UTF-8 text"}
    );
    CAPTURE(text);
    const auto read = read_cdi(text, "f");
    REQUIRE_FALSE(read);
    CHECK(read.error().message == message);
    CHECK_FALSE(read_cdi(std::string(longest_cdi + 1, ' '), "f"));
}

TEST_CASE("match: versions of Mesa") {
    CHECK(mesa_version_in("OpenGL ES 3.2 Mesa 26.1.6-1") == "26.1.6");
    CHECK(mesa_version_in("Mesa 25.0.0-rc1 (git-123)") == "25.0.0");
    CHECK(mesa_version_in("580.126.09").empty());
    CHECK(mesa_version_in("Mesa ").empty());
    CHECK(is_older("22.3", "25.0"));
    CHECK(is_older("9.9", "10.0"));
    CHECK(is_older("25.0", "25.0.1"));
    CHECK_FALSE(is_older("25.0.0", "25.0"));
    CHECK_FALSE(is_older("25.1", "25.0.9"));
}

TEST_CASE("match: Mesa that is too old for the device, and Mesa that differs") {
    const TreeFolder folder("apple");
    const Machine machine(folder);
    CHECK(match_mesa(machine.match()).severity == Severity::unknown);
    folder.write(std::string(libraries) + "libgallium-25.0.7-2.so", "");
    auto finding = match_mesa(machine.match());
    CHECK(finding.severity == Severity::warning);
    CHECK(says(finding, "406400000.gpu (Apple's GPUs) needs Mesa 25.1 or newer"));
    folder.write(std::string(libraries) + "libgallium-26.1.6-1.so", "");
    finding = match_mesa(machine.match());
    CHECK(finding.severity == Severity::info);
    const TreeFolder container;
    container.write(std::string(libraries) + "libgallium-25.2.0.so", "");
    const Tree root(container.path());
    finding = match_mesa({.kernel = machine.tree, .libraries = root, .gpus = machine.gpus});
    CHECK(finding.severity == Severity::info);
    CHECK(says(finding, "a difference is no fault"));
}

TEST_CASE("match: a GPU that nothing draws on is an error, no GPU is not") {
    const TreeFolder folder("amd-discrete");
    const Machine machine(folder);
    CHECK(match_drawing(machine.match()).severity == Severity::unknown);
    Apis apis{.egl = {{.software = true, .gles = "OpenGL ES 3.2 Mesa 22.0.0"}}};
    CHECK(match_drawing(machine.match(&apis)).severity == Severity::error);
    apis.egl.push_back({.render = "226:128", .gles = "OpenGL ES 3.2 Mesa 26.1.6"});
    const auto finding = match_drawing(machine.match(&apis));
    CHECK(finding.severity == Severity::ok);
    CHECK(says(finding, "/dev/dri/renderD128: OpenGL ES 3.2 Mesa 26.1.6"));
    const TreeFolder empty;
    CHECK(match_drawing(Machine(empty).match(&apis)).severity == Severity::info);
}

} // namespace
} // namespace exwm_vr::gpu
