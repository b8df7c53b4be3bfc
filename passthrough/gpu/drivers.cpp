// SPDX-License-Identifier: MIT
// Tables of what drivers are for. A device that no row speaks of is judged by what it shows.
#include "passthrough/gpu/drivers.hpp"

#include <algorithm>
#include <array>

namespace exwm_vr::gpu {
namespace {

using enum Vendor;

constexpr bool yes = true;
constexpr bool no = false;

// clang-format off
constexpr auto drivers = std::to_array<Driver>({
    // name             vendor   outputs draws  shares memory
    {"amdgpu",           amd,       yes,  yes,  no},
    {"radeon",           amd,       yes,  yes,  no},
    {"amdxdna",          amd,       no,   no,   yes},
    {"i915",             intel,     yes,  yes,  no},
    {"xe",               intel,     yes,  yes,  no},
    {"gma500",           intel,     yes,  no,   yes},
    {"intel_vpu",        intel,     no,   no,   yes},
    {"nvidia",           nvidia,    yes,  yes,  no},
    {"nouveau",          nvidia,    yes,  yes,  no},
    {"nova-drm",         nvidia,    yes,  yes,  no},
    {"tegra-drm",        nvidia,    yes,  no,   yes},
    {"drm",              nvidia,    yes,  no,   yes}, // Tegra's, on the host1x bus
    {"gk20a",            nvidia,    no,   yes,  yes},
    {"msm",              adreno,    yes,  yes,  yes},
    {"msm_mdp",          adreno,    yes,  yes,  yes},
    {"msm_dpu",          adreno,    yes,  yes,  yes},
    {"msm_mdss",         adreno,    yes,  yes,  yes},
    {"adreno",           adreno,    no,   yes,  yes},
    {"panfrost",         mali,      no,   yes,  yes},
    {"panthor",          mali,      no,   yes,  yes},
    {"lima",             mali,      no,   yes,  yes},
    {"vc4-drm",          broadcom,  yes,  yes,  yes}, // draws before the Raspberry Pi 4
    {"vc4",              broadcom,  yes,  yes,  yes},
    {"v3d",              broadcom,  no,   yes,  yes},
    {"rp1-dsi",          other,     yes,  no,   yes},
    {"rp1-dpi",          other,     yes,  no,   yes},
    {"rp1-vec",          other,     yes,  no,   yes},
    {"drm-rp1-dsi",      other,     yes,  no,   yes},
    {"drm-rp1-dpi",      other,     yes,  no,   yes},
    {"drm-rp1-vec",      other,     yes,  no,   yes},
    {"asahi",            apple,     no,   yes,  yes},
    {"apple-drm",        apple,     yes,  no,   yes},
    {"appledrm",         apple,     yes,  no,   yes},
    {"adp",              apple,     yes,  no,   yes},
    {"etnaviv",          other,     no,   yes,  yes},
    {"powervr",          other,     no,   yes,  yes},
    {"rockchip-drm",     other,     yes,  no,   yes},
    {"sun4i-drm",        other,     yes,  no,   yes},
    {"meson-drm",        other,     yes,  no,   yes},
    {"mediatek-drm",     other,     yes,  no,   yes},
    {"exynos-drm",       other,     yes,  no,   yes},
    {"stm32-display",    other,     yes,  no,   yes},
    {"imx-drm",          other,     yes,  no,   yes},
    {"mxsfb",            other,     yes,  no,   yes},
    {"imx-lcdif",        other,     yes,  no,   yes},
    {"tidss",            other,     yes,  no,   yes},
    {"ast",              other,     yes,  no,   no},
    {"mgag200",          other,     yes,  no,   no},
    {"hibmc-drm",        other,     yes,  no,   no},
    {"udl",              other,     yes,  no,   no},
    {"gud",              other,     yes,  no,   no},
    {"evdi",             other,     yes,  no,   no},
    {"virtio_gpu",       virtio,    yes,  yes,  no},
    {"vmwgfx",           emulated,  yes,  yes,  no},
    {"bochs-drm",        emulated,  yes,  no,   no},
    {"cirrus-qemu",      emulated,  yes,  no,   no},
    {"qxl",              emulated,  yes,  no,   no},
    {"vboxvideo",        emulated,  yes,  no,   no},
    {"hyperv_drm",       emulated,  yes,  no,   no},
    {"vgem",             pretended, no,   no,   yes},
    {"vkms",             pretended, yes,  no,   yes},
    {"faux_driver",      pretended, no,   no,   yes},
    {"simple-framebuffer", pretended, yes, no,  no},
    {"simpledrm",        pretended, yes,  no,   no},
    {"ofdrm",            pretended, yes,  no,   no},
    {"efidrm",           pretended, yes,  no,   no},
    {"efi-framebuffer",  pretended, yes,  no,   no},
    {"vesadrm",          pretended, yes,  no,   no},
});

struct PciVendor {
    std::uint16_t number;
    Vendor vendor;
};

constexpr auto pci_vendors = std::to_array<PciVendor>({
    {0x1002, amd},
    {0x1022, amd},
    {0x8086, intel},
    {0x10de, nvidia},
    {0x12d2, nvidia},
    {0x1af4, virtio},
    {0x13b5, mali},
    {0x14e4, broadcom},
    {0x106b, apple},
    {0x17cb, adreno},
    {0x1234, emulated},  // QEMU's bochs display
    {0x1b36, emulated},  // Red Hat's qxl
    {0x15ad, emulated},  // VMware
    {0x80ee, emulated},  // VirtualBox
    {0x1013, emulated},  // Cirrus Logic: only played today
    {0x1414, emulated},  // Hyper-V
});
// clang-format on

constexpr auto pi_displays = std::to_array<std::string_view>(
    {"vc4-drm", "vc4", "rp1-dsi", "rp1-dpi", "rp1-vec", "drm-rp1-dsi", "drm-rp1-dpi", "drm-rp1-vec"}
);
constexpr auto pi_renderers = std::to_array<std::string_view>({"v3d"});
constexpr auto apple_displays = std::to_array<std::string_view>({"apple-drm", "appledrm", "adp"});
constexpr auto apple_renderers = std::to_array<std::string_view>({"asahi"});
constexpr auto tegra_displays = std::to_array<std::string_view>({"drm", "tegra-drm"});
constexpr auto tegra_renderers = std::to_array<std::string_view>({"nouveau", "gk20a"});
constexpr auto qualcomm_displays =
    std::to_array<std::string_view>({"msm_mdp", "msm_dpu", "msm_mdss"});
constexpr auto qualcomm_renderers = std::to_array<std::string_view>({"adreno", "msm"});
constexpr auto chip_displays = std::to_array<std::string_view>(
    {"rockchip-drm",
     "sun4i-drm",
     "meson-drm",
     "mediatek-drm",
     "exynos-drm",
     "stm32-display",
     "imx-drm",
     "mxsfb",
     "imx-lcdif",
     "tidss"}
);
constexpr auto chip_renderers =
    std::to_array<std::string_view>({"panfrost", "panthor", "lima", "etnaviv", "powervr"});

constexpr auto split_table = std::to_array<Split>({
    {"Raspberry Pi", pi_displays, pi_renderers},
    {"Apple", apple_displays, apple_renderers},
    {"Tegra", tegra_displays, tegra_renderers},
    {"Qualcomm", qualcomm_displays, qualcomm_renderers},
    {"other chips", chip_displays, chip_renderers},
});

} // namespace

const Driver* driver_named(std::string_view name) {
    const auto* const found = std::ranges::find(drivers, name, &Driver::name);
    return found != drivers.end() ? found : nullptr;
}

std::span<const Split> splits() {
    return split_table;
}

Vendor vendor_of_pci(std::uint16_t vendor) {
    const auto* const found = std::ranges::find(pci_vendors, vendor, &PciVendor::number);
    return found != pci_vendors.end() ? found->vendor : unknown;
}

std::string_view to_string(Vendor vendor) {
    switch (vendor) {
    case unknown:
        break;
    case amd:
        return "AMD";
    case intel:
        return "Intel";
    case nvidia:
        return "NVIDIA";
    case adreno:
        return "Adreno";
    case mali:
        return "Mali";
    case broadcom:
        return "Broadcom";
    case apple:
        return "Apple";
    case virtio:
        return "virtio";
    case emulated:
        return "emulated";
    case pretended:
        return "pretended";
    case other:
        return "other";
    }
    return "unknown";
}

std::string_view to_string(Role role) {
    switch (role) {
    case Role::none:
        break;
    case Role::display:
        return "display";
    case Role::renderer:
        return "renderer";
    case Role::both:
        return "both";
    }
    return "none";
}

} // namespace exwm_vr::gpu
