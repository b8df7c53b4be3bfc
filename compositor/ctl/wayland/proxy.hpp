// SPDX-License-Identifier: MIT
#pragma once

#include <wayland-util.h>

#include <memory>

struct wl_proxy;
struct wl_buffer;
struct wl_output;
struct wl_registry;
struct wl_seat;
struct wl_shm;
struct wl_shm_pool;
struct ext_foreign_toplevel_handle_v1;
struct ext_foreign_toplevel_image_capture_source_manager_v1;
struct ext_foreign_toplevel_list_v1;
struct ext_image_capture_source_v1;
struct ext_image_copy_capture_frame_v1;
struct ext_image_copy_capture_manager_v1;
struct ext_image_copy_capture_session_v1;
struct ext_output_image_capture_source_manager_v1;
struct zwlr_output_configuration_head_v1;
struct zwlr_output_configuration_v1;
struct zwlr_output_head_v1;
struct zwlr_output_manager_v1;
struct zwlr_output_mode_v1;
struct zwlr_screencopy_frame_v1;
struct zwlr_screencopy_manager_v1;
struct zwlr_virtual_pointer_manager_v1;
struct zwlr_virtual_pointer_v1;
struct zxdg_output_manager_v1;
struct zxdg_output_v1;

namespace exwm_vr::ctl {

/// Tells the compositor that an object is done with (where its interface has a request for that)
/// and frees the client's side of it.
template <typename T>
struct ProxyDeleter {
    void operator()(T* proxy) const noexcept;
};

/// Owns a Wayland object of the C type T. Must go before its connection does.
template <typename T>
using Proxy = std::unique_ptr<T, ProxyDeleter<T>>;

/// The description of a global's interface, for binding it.
template <typename T>
const wl_interface& interface_of();

template <>
const wl_interface& interface_of<wl_output>();
template <>
const wl_interface& interface_of<wl_seat>();
template <>
const wl_interface& interface_of<wl_shm>();
template <>
const wl_interface& interface_of<ext_foreign_toplevel_image_capture_source_manager_v1>();
template <>
const wl_interface& interface_of<ext_foreign_toplevel_list_v1>();
template <>
const wl_interface& interface_of<ext_image_copy_capture_manager_v1>();
template <>
const wl_interface& interface_of<ext_output_image_capture_source_manager_v1>();
template <>
const wl_interface& interface_of<zwlr_output_manager_v1>();
template <>
const wl_interface& interface_of<zwlr_screencopy_manager_v1>();
template <>
const wl_interface& interface_of<zwlr_virtual_pointer_manager_v1>();
template <>
const wl_interface& interface_of<zxdg_output_manager_v1>();

template <>
void ProxyDeleter<wl_proxy>::operator()(wl_proxy* proxy) const noexcept;
template <>
void ProxyDeleter<wl_buffer>::operator()(wl_buffer* proxy) const noexcept;
template <>
void ProxyDeleter<wl_output>::operator()(wl_output* proxy) const noexcept;
template <>
void ProxyDeleter<wl_registry>::operator()(wl_registry* proxy) const noexcept;
template <>
void ProxyDeleter<wl_seat>::operator()(wl_seat* proxy) const noexcept;
template <>
void ProxyDeleter<wl_shm>::operator()(wl_shm* proxy) const noexcept;
template <>
void ProxyDeleter<wl_shm_pool>::operator()(wl_shm_pool* proxy) const noexcept;
template <>
void ProxyDeleter<ext_foreign_toplevel_handle_v1>::operator()(
    ext_foreign_toplevel_handle_v1* proxy
) const noexcept;
template <>
void ProxyDeleter<ext_foreign_toplevel_image_capture_source_manager_v1>::operator()(
    ext_foreign_toplevel_image_capture_source_manager_v1* proxy
) const noexcept;
template <>
void ProxyDeleter<ext_foreign_toplevel_list_v1>::operator()(
    ext_foreign_toplevel_list_v1* proxy
) const noexcept;
template <>
void ProxyDeleter<ext_image_capture_source_v1>::operator()(
    ext_image_capture_source_v1* proxy
) const noexcept;
template <>
void ProxyDeleter<ext_image_copy_capture_frame_v1>::operator()(
    ext_image_copy_capture_frame_v1* proxy
) const noexcept;
template <>
void ProxyDeleter<ext_image_copy_capture_manager_v1>::operator()(
    ext_image_copy_capture_manager_v1* proxy
) const noexcept;
template <>
void ProxyDeleter<ext_image_copy_capture_session_v1>::operator()(
    ext_image_copy_capture_session_v1* proxy
) const noexcept;
template <>
void ProxyDeleter<ext_output_image_capture_source_manager_v1>::operator()(
    ext_output_image_capture_source_manager_v1* proxy
) const noexcept;
template <>
void ProxyDeleter<zwlr_output_configuration_head_v1>::operator()(
    zwlr_output_configuration_head_v1* proxy
) const noexcept;
template <>
void ProxyDeleter<zwlr_output_configuration_v1>::operator()(
    zwlr_output_configuration_v1* proxy
) const noexcept;
template <>
void ProxyDeleter<zwlr_output_head_v1>::operator()(zwlr_output_head_v1* proxy) const noexcept;
template <>
void ProxyDeleter<zwlr_output_manager_v1>::operator()(zwlr_output_manager_v1* proxy) const noexcept;
template <>
void ProxyDeleter<zwlr_output_mode_v1>::operator()(zwlr_output_mode_v1* proxy) const noexcept;
template <>
void ProxyDeleter<zwlr_screencopy_frame_v1>::operator()(
    zwlr_screencopy_frame_v1* proxy
) const noexcept;
template <>
void ProxyDeleter<zwlr_screencopy_manager_v1>::operator()(
    zwlr_screencopy_manager_v1* proxy
) const noexcept;
template <>
void ProxyDeleter<zwlr_virtual_pointer_manager_v1>::operator()(
    zwlr_virtual_pointer_manager_v1* proxy
) const noexcept;
template <>
void ProxyDeleter<zwlr_virtual_pointer_v1>::operator()(
    zwlr_virtual_pointer_v1* proxy
) const noexcept;
template <>
void ProxyDeleter<zxdg_output_manager_v1>::operator()(zxdg_output_manager_v1* proxy) const noexcept;
template <>
void ProxyDeleter<zxdg_output_v1>::operator()(zxdg_output_v1* proxy) const noexcept;

} // namespace exwm_vr::ctl
