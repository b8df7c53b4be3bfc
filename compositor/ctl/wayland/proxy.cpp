// SPDX-License-Identifier: MIT
#include "ctl/wayland/proxy.hpp"

#include <wayland-client.h>

#include <ext-foreign-toplevel-list-v1-client-protocol.h>
#include <ext-image-capture-source-v1-client-protocol.h>
#include <ext-image-copy-capture-v1-client-protocol.h>
#include <wlr-output-management-unstable-v1-client-protocol.h>
#include <wlr-screencopy-unstable-v1-client-protocol.h>
#include <wlr-virtual-pointer-unstable-v1-client-protocol.h>
#include <xdg-output-unstable-v1-client-protocol.h>

namespace exwm_vr::ctl {

template <>
const wl_interface& interface_of<wl_output>() {
    return wl_output_interface;
}

template <>
const wl_interface& interface_of<wl_seat>() {
    return wl_seat_interface;
}

template <>
const wl_interface& interface_of<wl_shm>() {
    return wl_shm_interface;
}

template <>
const wl_interface& interface_of<ext_foreign_toplevel_image_capture_source_manager_v1>() {
    return ext_foreign_toplevel_image_capture_source_manager_v1_interface;
}

template <>
const wl_interface& interface_of<ext_foreign_toplevel_list_v1>() {
    return ext_foreign_toplevel_list_v1_interface;
}

template <>
const wl_interface& interface_of<ext_image_copy_capture_manager_v1>() {
    return ext_image_copy_capture_manager_v1_interface;
}

template <>
const wl_interface& interface_of<ext_output_image_capture_source_manager_v1>() {
    return ext_output_image_capture_source_manager_v1_interface;
}

template <>
const wl_interface& interface_of<zwlr_output_manager_v1>() {
    return zwlr_output_manager_v1_interface;
}

template <>
const wl_interface& interface_of<zwlr_screencopy_manager_v1>() {
    return zwlr_screencopy_manager_v1_interface;
}

template <>
const wl_interface& interface_of<zwlr_virtual_pointer_manager_v1>() {
    return zwlr_virtual_pointer_manager_v1_interface;
}

template <>
const wl_interface& interface_of<zxdg_output_manager_v1>() {
    return zxdg_output_manager_v1_interface;
}

template <>
void ProxyDeleter<wl_proxy>::operator()(wl_proxy* proxy) const noexcept {
    wl_proxy_destroy(proxy);
}

template <>
void ProxyDeleter<wl_buffer>::operator()(wl_buffer* proxy) const noexcept {
    wl_buffer_destroy(proxy);
}

template <>
void ProxyDeleter<wl_registry>::operator()(wl_registry* proxy) const noexcept {
    wl_registry_destroy(proxy);
}

template <>
void ProxyDeleter<wl_shm_pool>::operator()(wl_shm_pool* proxy) const noexcept {
    wl_shm_pool_destroy(proxy);
}

template <>
void ProxyDeleter<wl_output>::operator()(wl_output* proxy) const noexcept {
    if (wl_output_get_version(proxy) >= WL_OUTPUT_RELEASE_SINCE_VERSION) {
        wl_output_release(proxy);
    } else {
        wl_output_destroy(proxy);
    }
}

template <>
void ProxyDeleter<wl_seat>::operator()(wl_seat* proxy) const noexcept {
    if (wl_seat_get_version(proxy) >= WL_SEAT_RELEASE_SINCE_VERSION) {
        wl_seat_release(proxy);
    } else {
        wl_seat_destroy(proxy);
    }
}

template <>
void ProxyDeleter<wl_shm>::operator()(wl_shm* proxy) const noexcept {
    if (wl_shm_get_version(proxy) >= WL_SHM_RELEASE_SINCE_VERSION) {
        wl_shm_release(proxy);
    } else {
        wl_shm_destroy(proxy);
    }
}

template <>
void ProxyDeleter<ext_foreign_toplevel_handle_v1>::operator()(
    ext_foreign_toplevel_handle_v1* proxy
) const noexcept {
    ext_foreign_toplevel_handle_v1_destroy(proxy);
}

template <>
void ProxyDeleter<ext_foreign_toplevel_image_capture_source_manager_v1>::operator()(
    ext_foreign_toplevel_image_capture_source_manager_v1* proxy
) const noexcept {
    ext_foreign_toplevel_image_capture_source_manager_v1_destroy(proxy);
}

template <>
void ProxyDeleter<ext_foreign_toplevel_list_v1>::operator()(
    ext_foreign_toplevel_list_v1* proxy
) const noexcept {
    ext_foreign_toplevel_list_v1_destroy(proxy);
}

template <>
void ProxyDeleter<ext_image_capture_source_v1>::operator()(
    ext_image_capture_source_v1* proxy
) const noexcept {
    ext_image_capture_source_v1_destroy(proxy);
}

template <>
void ProxyDeleter<ext_image_copy_capture_frame_v1>::operator()(
    ext_image_copy_capture_frame_v1* proxy
) const noexcept {
    ext_image_copy_capture_frame_v1_destroy(proxy);
}

template <>
void ProxyDeleter<ext_image_copy_capture_manager_v1>::operator()(
    ext_image_copy_capture_manager_v1* proxy
) const noexcept {
    ext_image_copy_capture_manager_v1_destroy(proxy);
}

template <>
void ProxyDeleter<ext_image_copy_capture_session_v1>::operator()(
    ext_image_copy_capture_session_v1* proxy
) const noexcept {
    ext_image_copy_capture_session_v1_destroy(proxy);
}

template <>
void ProxyDeleter<ext_output_image_capture_source_manager_v1>::operator()(
    ext_output_image_capture_source_manager_v1* proxy
) const noexcept {
    ext_output_image_capture_source_manager_v1_destroy(proxy);
}

template <>
void ProxyDeleter<zwlr_output_configuration_head_v1>::operator()(
    zwlr_output_configuration_head_v1* proxy
) const noexcept {
    zwlr_output_configuration_head_v1_destroy(proxy);
}

template <>
void ProxyDeleter<zwlr_output_configuration_v1>::operator()(
    zwlr_output_configuration_v1* proxy
) const noexcept {
    zwlr_output_configuration_v1_destroy(proxy);
}

template <>
void ProxyDeleter<zwlr_output_head_v1>::operator()(zwlr_output_head_v1* proxy) const noexcept {
    if (zwlr_output_head_v1_get_version(proxy) >= ZWLR_OUTPUT_HEAD_V1_RELEASE_SINCE_VERSION) {
        zwlr_output_head_v1_release(proxy);
    } else {
        zwlr_output_head_v1_destroy(proxy);
    }
}

template <>
void ProxyDeleter<zwlr_output_manager_v1>::operator()(
    zwlr_output_manager_v1* proxy
) const noexcept {
    zwlr_output_manager_v1_destroy(proxy);
}

template <>
void ProxyDeleter<zwlr_output_mode_v1>::operator()(zwlr_output_mode_v1* proxy) const noexcept {
    if (zwlr_output_mode_v1_get_version(proxy) >= ZWLR_OUTPUT_MODE_V1_RELEASE_SINCE_VERSION) {
        zwlr_output_mode_v1_release(proxy);
    } else {
        zwlr_output_mode_v1_destroy(proxy);
    }
}

template <>
void ProxyDeleter<zwlr_screencopy_frame_v1>::operator()(
    zwlr_screencopy_frame_v1* proxy
) const noexcept {
    zwlr_screencopy_frame_v1_destroy(proxy);
}

template <>
void ProxyDeleter<zwlr_screencopy_manager_v1>::operator()(
    zwlr_screencopy_manager_v1* proxy
) const noexcept {
    zwlr_screencopy_manager_v1_destroy(proxy);
}

template <>
void ProxyDeleter<zwlr_virtual_pointer_manager_v1>::operator()(
    zwlr_virtual_pointer_manager_v1* proxy
) const noexcept {
    zwlr_virtual_pointer_manager_v1_destroy(proxy);
}

template <>
void ProxyDeleter<zwlr_virtual_pointer_v1>::operator()(
    zwlr_virtual_pointer_v1* proxy
) const noexcept {
    zwlr_virtual_pointer_v1_destroy(proxy);
}

template <>
void ProxyDeleter<zxdg_output_manager_v1>::operator()(
    zxdg_output_manager_v1* proxy
) const noexcept {
    zxdg_output_manager_v1_destroy(proxy);
}

template <>
void ProxyDeleter<zxdg_output_v1>::operator()(zxdg_output_v1* proxy) const noexcept {
    zxdg_output_v1_destroy(proxy);
}

} // namespace exwm_vr::ctl
