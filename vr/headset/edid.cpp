// SPDX-License-Identifier: MIT
#include "vr/headset/edid.hpp"

#include <algorithm>
#include <array>
#include <memory>

extern "C" {
#include <libdisplay-info/displayid2.h>
#include <libdisplay-info/edid.h>
#include <libdisplay-info/info.h>
}

namespace exwm_vr::headset {
namespace {

constexpr std::size_t block_size = 128;
/// A base block and as many extensions as its count can say.
constexpr std::size_t largest = block_size * 256;

// CTA-861: the tag of an extension block, where its data blocks begin, and their tags.
constexpr std::uint8_t cta_extension = 0x02;
constexpr std::size_t cta_data = 4;
constexpr int vendor_specific = 3;

constexpr std::array<std::uint8_t, 3> microsoft_oui{0x5C, 0x12, 0xCA}; // CA-12-5C
constexpr std::size_t microsoft_length = 21;
constexpr std::uint8_t desktop_use_bit = 0x40;

using Bytes = std::span<const std::uint8_t>;

std::optional<MicrosoftBlock> read_microsoft(Bytes payload) {
    if (payload.size() != microsoft_length ||
        !std::ranges::equal(payload.first(microsoft_oui.size()), microsoft_oui)) {
        return {};
    }
    const int version = payload[3];
    return MicrosoftBlock{
        .version = version, .desktop_use = version >= 3 && (payload[4] & desktop_use_bit) != 0
    };
}

/// libdisplay-info knows this block by its tag only.
std::optional<MicrosoftBlock> find_microsoft(Bytes extension) {
    if (extension[0] != cta_extension) {
        return {};
    }
    // Where the timings begin; 0: there are neither these nor data blocks.
    const std::size_t end = std::min<std::size_t>(extension[2], block_size - 1);
    std::size_t at = cta_data;
    while (at < end) {
        const int tag = extension[at] >> 5;
        const std::size_t length = extension[at] & 0x1F;
        if (at + 1 + length > end) {
            return {};
        }
        if (tag == vendor_specific) {
            if (const auto found = read_microsoft(extension.subspan(at + 1, length))) {
                return found;
            }
        }
        at += 1 + length;
    }
    return {};
}

std::optional<PrimaryUse> primary_use_of(const di_edid_ext& extension) {
    const auto* displayid = di_edid_ext_get_displayid2(&extension);
    if (displayid == nullptr) {
        return {};
    }
    switch (di_displayid2_get_product_primary_use_case(displayid)) {
    case DI_DISPLAYID2_PRODUCT_PRIMARY_USE_CASE_HMD_VR:
        return PrimaryUse::vr;
    case DI_DISPLAYID2_PRODUCT_PRIMARY_USE_CASE_HMD_AR:
        return PrimaryUse::ar;
    default:
        return PrimaryUse::other;
    }
}

void read_texts(const di_edid& source, Edid& edid) {
    for (const auto* const* at = di_edid_get_display_descriptors(&source); *at != nullptr; ++at) {
        const char* text = di_edid_display_descriptor_get_string(*at);
        if (text == nullptr) {
            continue;
        }
        switch (di_edid_display_descriptor_get_tag(*at)) {
        case DI_EDID_DISPLAY_DESCRIPTOR_PRODUCT_NAME:
            edid.name = text;
            break;
        case DI_EDID_DISPLAY_DESCRIPTOR_PRODUCT_SERIAL:
            edid.serial = text;
            break;
        default:
            break;
        }
    }
}

struct InfoDeleter {
    void operator()(di_info* info) const noexcept { di_info_destroy(info); }
};

} // namespace

Result<Edid> read_edid(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < block_size || bytes.size() % block_size != 0 || bytes.size() > largest) {
        return fail("an EDID has a multiple of 128 bytes, not {}", bytes.size());
    }
    const std::unique_ptr<di_info, InfoDeleter> info(
        di_info_parse_edid(bytes.data(), bytes.size())
    );
    if (!info) {
        return fail("not an EDID: its first block cannot be read");
    }
    const auto& source = *di_info_get_edid(info.get());
    const auto& product = *di_edid_get_vendor_product(&source);
    Edid edid{
        .vendor = std::string(std::begin(product.manufacturer), std::end(product.manufacturer)),
        .product = product.product,
        .name = {},
        .serial = product.serial != 0 ? std::to_string(product.serial) : "",
        .microsoft = {},
        .primary_use = {},
    };
    if (!std::ranges::all_of(edid.vendor, [](char letter) {
            return letter >= 'A' && letter <= 'Z';
        })) {
        return fail("not an EDID: its vendor is not three letters");
    }
    read_texts(source, edid);
    for (const auto* const* at = di_edid_get_extensions(&source); *at != nullptr; ++at) {
        if (const auto use = primary_use_of(**at)) {
            edid.primary_use = use;
        }
    }
    for (auto rest = bytes.subspan(block_size); !rest.empty(); rest = rest.subspan(block_size)) {
        if (const auto found = find_microsoft(rest.first(block_size))) {
            edid.microsoft = found;
        }
    }
    return edid;
}

} // namespace exwm_vr::headset
