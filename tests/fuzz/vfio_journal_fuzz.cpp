// SPDX-License-Identifier: MIT
// Feeds text to the reader of journals, by which files of sysfs are written as root.
#include "base/log.hpp"
#include "passthrough/gpu/kernel_text.hpp"
#include "passthrough/vfio/plan.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace exwm_vr;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto journal =
        vfio::read_journal({reinterpret_cast<const char*>(data), size}, "fuzz.json");
    if (!journal) {
        if (!journal.error().message.starts_with("fuzz.json: ")) {
            log::panic("an error without a place");
        }
        return 0;
    }
    if (vfio::read_journal(vfio::write_journal(*journal), "again") != journal) {
        log::panic("a journal that changes on its way");
    }
    std::vector<vfio::Now> devices;
    for (const auto& before : journal->devices) {
        devices.push_back({.address = before.address, .driver = "vfio-pci"});
    }
    for (const auto& write : vfio::plan_restore(*journal, devices)) {
        // Nothing in a journal leads to another file, or writes more than a name.
        if (!write.path.starts_with("/sys/bus/pci/") || write.path.contains("/../") ||
            write.text.find('\n') < write.text.size() - 1) {
            log::panic("a write to somewhere else");
        }
    }
    return 0;
}
