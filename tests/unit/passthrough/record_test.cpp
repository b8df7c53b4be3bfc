// SPDX-License-Identifier: MIT
// A record of a machine's GPUs, read back, has the same GPUs in it.
#include "passthrough/gpu/survey.hpp"
#include "passthrough/gpu/tree_record.hpp"
#include "passthrough/tool/gpu_json.hpp"
#include "support/paths.hpp"
#include "tree_folder.hpp"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <sstream>

namespace exwm_vr::gpu {
namespace {

using test::TreeFolder;

std::string list(const std::vector<Gpu>& gpus) {
    auto all = nlohmann::json::array();
    for (const auto& gpu : gpus) {
        all.push_back(gpu_tool::json_of(gpu, nullptr));
    }
    return all.dump(1, ' ', false, nlohmann::json::error_handler_t::replace);
}

struct Recorded {
    explicit Recorded(const std::string& root) {
        TreeRecord record;
        gpus = list(survey(Tree(root, record)));
        text = record.to_text();
    }

    std::string gpus;
    std::string text;
};

/// Records a tree, and again what was made of the record.
void check_same(const TreeFolder& folder) {
    const Recorded first(folder.path());
    CAPTURE(first.text);
    const TreeFolder copy;
    std::istringstream stream(first.text);
    copy.unpack(stream);
    const Recorded second(copy.path());
    CHECK(second.gpus == first.gpus);
    CHECK(second.text == first.text);
}

TEST_CASE("record: each machine, read back, has the same GPUs") {
    for (const auto& entry :
         std::filesystem::directory_iterator(test::source_path("tests/fixtures/gpu"))) {
        if (entry.path().extension() == ".tree") {
            CAPTURE(entry.path());
            const TreeFolder folder(entry.path().stem().string());
            CHECK(Recorded(folder.path()).gpus != "[]");
            check_same(folder);
        }
    }
}

TEST_CASE("record: texts and names of any kind are read back as they are, or left out") {
    const TreeFolder folder("amd-discrete");
    const std::string card = "/sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0";
    const std::string dri = "/dev/dri/by-path/";
    SECTION("texts") {
        folder.write(card + "/product_name", "a \\ b\\n c -> d = e # in /sys\n\x1b[2J \xff\\\\0 x");
        check_same(folder);
    }
    SECTION("names that look like something else in a line") {
        folder.link(dri + "#comment", "../card0");
        folder.link(dri + "in folder", "../card0");
        check_same(folder);
    }
    SECTION("names that cannot be written") {
        folder.link(dri + "a -> b", "../renderD129");
        folder.link(dri + "a = b", "../renderD129");
        folder.link(dri + "line\n# break", "../renderD129");
        const Recorded record(folder.path());
        CHECK(record.text.contains("its name cannot be written here"));
        const TreeFolder copy;
        std::istringstream stream(record.text);
        copy.unpack(stream);
        CHECK(Recorded(copy.path()).gpus == record.gpus);
    }
    SECTION("links in a circle, and to nowhere") {
        folder.link("/sys/class/drm/card7", "card7");
        folder.link("/sys/class/drm/card8", "../../nothing/at/all");
        folder.link(card + "/driver", "driver");
        check_same(folder);
    }
    SECTION("what cannot be read is a comment") {
        folder.write(card + "/mem_info_vram_total", std::string(1 << 20, '1'));
        folder.link(card + "/mem_info_vram_used", "/dev/zero");
        const Recorded record(folder.path());
        CHECK(record.text.contains("# " + card + "/mem_info_vram_total: it is too long\n"));
        CHECK(record.text.contains("# " + card + "/mem_info_vram_used: "));
        CHECK_FALSE(record.text.contains("1111111"));
    }
}

TEST_CASE("record: nothing is written but what was looked at") {
    const TreeFolder folder("amd-discrete");
    folder.write("/etc/shadow", "secret");
    folder.write("/sys/class/net/eth0/address", "00:11:22:33:44:55");
    folder.write("/proc/cmdline", "password=secret");
    const Recorded record(folder.path());
    CHECK_FALSE(record.text.contains("secret"));
    CHECK_FALSE(record.text.contains("eth0"));
    CHECK(record.text.contains("mem_info_vram_total = 8573157376\n"));
    CHECK(record.text.contains("driver -> ../../../../bus/pci/drivers/amdgpu\n"));
}

TEST_CASE("record: this machine's can be read back, too") {
    const Recorded record("");
    const TreeFolder copy;
    std::istringstream stream(record.text);
    copy.unpack(stream);
    CHECK(survey(Tree(copy.path())).size() == survey(Tree()).size());
    for (const auto& entry : std::filesystem::recursive_directory_iterator(copy.path())) {
        if (entry.is_symlink()) {
            CHECK(std::filesystem::read_symlink(entry).is_relative());
        }
    }
}

} // namespace
} // namespace exwm_vr::gpu
